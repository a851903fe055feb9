package io.podferry.cli.workload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The root file systems that the demo's containers start from, made once and kept outside the
 * checkout: one folder per version of their contents, put in place by one rename.
 *
 * @param folder of this version
 */
public record Workloads(Path folder) {
    private static final String SOURCE = "load.c";
    private static final String FILLER = HeapFiller.class.getSimpleName() + ".class";
    private static final List<String> MOUNT_POINTS = List.of("proc", "sys", "dev", "tmp");

    /** Root file system with nothing but the static program {@code /load}. */
    public Path plainRoot() {
        return folder.resolve("plain");
    }

    /** Root file system for Java programs: the machine's libraries are to be bound at /usr/lib. */
    public Path javaRoot() {
        return folder.resolve("java");
    }

    /** Where caches are kept: {@code $PODFERRY_CACHE}, or below /var/cache. */
    static Path cache() {
        String asked = System.getenv("PODFERRY_CACHE");
        return asked == null || asked.isBlank()
                ? Path.of("/var/cache/podferry")
                : Path.of(asked).toAbsolutePath();
    }

    /**
     * Finds the root file systems in the cache, or makes them.
     *
     * @param progress told what takes its time
     */
    public static Workloads provide(Consumer<String> progress)
            throws WorkloadException, InterruptedException {
        return provide(cache(), progress);
    }

    static Workloads provide(Path cache, Consumer<String> progress)
            throws WorkloadException, InterruptedException {
        try {
            byte[] source = resource(SOURCE);
            byte[] filler = resource(FILLER);
            Path folder = cache.resolve("workload-" + version(source, filler));
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(cache);
                make(
                        Files.createTempDirectory(cache, "workload-"),
                        folder,
                        source,
                        filler,
                        progress);
            }
            return new Workloads(folder);
        } catch (IOException e) {
            throw new WorkloadException(
                    "cannot make the demo's programs in %s: %s. Maybe set PODFERRY_CACHE to a folder with room?"
                            .formatted(cache, e),
                    e);
        }
    }

    private static void make(
            Path temporary, Path folder, byte[] source, byte[] filler, Consumer<String> progress)
            throws IOException, WorkloadException, InterruptedException {
        try {
            Workloads made = new Workloads(temporary);
            skeleton(made.plainRoot());
            Path code = temporary.resolve(SOURCE);
            Files.write(code, source);
            new Compiler(progress).compile(code, made.plainRoot().resolve("load"));
            skeleton(made.javaRoot());
            Files.createDirectories(made.javaRoot().resolve("usr/lib"));
            Files.createSymbolicLink(made.javaRoot().resolve("lib"), Path.of("usr/lib"));
            Files.createSymbolicLink(made.javaRoot().resolve("lib64"), Path.of("usr/lib64"));
            Files.createDirectories(made.javaRoot().resolve("usr/lib64"));
            Files.createDirectories(made.javaRoot().resolve("jdk"));
            Path classes =
                    made.javaRoot()
                            .resolve("app")
                            .resolve(HeapFiller.class.getPackageName().replace('.', '/'));
            Files.createDirectories(classes);
            Files.write(classes.resolve(FILLER), filler);
            putInPlace(temporary, folder);
        } finally {
            remove(temporary);
        }
    }

    private static void skeleton(Path root) throws IOException {
        for (String name : MOUNT_POINTS) {
            Files.createDirectories(root.resolve(name));
        }
    }

    /** Somebody else may have been faster; then theirs is as good. */
    private static void putInPlace(Path temporary, Path folder) throws IOException {
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException faster) {
            if (!Files.isDirectory(folder)) {
                throw faster;
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Workloads.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing in the program. Build it again.");
            }
            return in.readAllBytes();
        }
    }

    private static String version(byte[]... contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("layout 1".getBytes(StandardCharsets.US_ASCII));
            for (byte[] content : contents) {
                digest.update(content);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
