package io.podferry.simulations.judge;

import io.podferry.policy.plan.Policy;
import io.podferry.simulations.world.World;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Tells builds apart whose runs may differ. The product's version will not do: policies and
 * simulation change many times between two of them.
 */
public final class CodeFingerprint {
    private static final List<Class<?>> MODULES = List.of(Policy.class, World.class);
    private static final int DIGITS = 16;

    private CodeFingerprint() {}

    /** Of the classes of policies and simulation; the same for a jar and for a folder. */
    public static String current() throws IOException {
        MessageDigest digest = digest();
        for (Class<?> module : MODULES) {
            digest.update(classes(place(module)).toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static Path place(Class<?> module) throws IOException {
        CodeSource source = module.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("nothing tells where " + module.getName() + " comes from");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("not a place of classes: " + source.getLocation(), e);
        }
    }

    /** Check sums of the classes in a jar or a folder, by name. */
    static SortedMap<String, Long> classes(Path place) throws IOException {
        return Files.isDirectory(place) ? inFolder(place) : inJar(place);
    }

    private static SortedMap<String, Long> inFolder(Path folder) throws IOException {
        SortedMap<String, Long> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                CRC32 sum = new CRC32();
                sum.update(Files.readAllBytes(file));
                sums.put(folder.relativize(file).toString().replace('\\', '/'), sum.getValue());
            }
        }
        return sums;
    }

    private static SortedMap<String, Long> inJar(Path file) throws IOException {
        SortedMap<String, Long> sums = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .forEach(entry -> sums.put(entry.getName(), entry.getCrc()));
        }
        return sums;
    }
}
