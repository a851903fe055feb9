package io.podferry.agent.tools;

import io.podferry.agent.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A CRIU that works on the running kernel: the machine's own, or a relocatable one that is built
 * once out of Debian's packages and kept in a cache.
 */
final class Criu {
    private static final Version AT_LEAST = new Version(4, 1, 1);
    private static final Duration BUILD = Duration.ofMinutes(3);
    private static final String FOLDER = "criu";

    /**
     * @param path of a CRIU that passes its own check, empty when there is none
     * @param missing why not; empty when there is one
     */
    record Search(Optional<Path> path, List<Missing> missing) {}

    private Criu() {}

    static Path cache() {
        String set = System.getenv("PODFERRY_CACHE");
        return set == null || set.isBlank()
                ? Path.of("/var/cache/podferry")
                : Path.of(set).toAbsolutePath();
    }

    private static Path cached() {
        return cache().resolve(FOLDER).resolve("bin/criu");
    }

    static Search find() {
        List<String> tried = new ArrayList<>();
        for (Optional<Path> candidate : List.of(Programs.find("criu"), Optional.of(cached()))) {
            if (candidate.isPresent() && Files.isExecutable(candidate.get())) {
                Optional<String> fault = fault(candidate.get());
                if (fault.isEmpty()) {
                    return new Search(candidate, List.of());
                }
                tried.add(candidate.get() + ": " + fault.get());
            }
        }
        String why = tried.isEmpty() ? "not found" : String.join("; ", tried);
        return new Search(
                Optional.empty(),
                List.of(
                        new Missing(
                                "CRIU >= " + AT_LEAST,
                                why,
                                "Put one that passes 'criu check' first in PATH, or let podferry"
                                    + " build its own: it needs root, apt-get with a Debian mirror,"
                                    + " dpkg and patchelf")));
    }

    private static Optional<String> fault(Path criu) {
        Optional<Version> version = Programs.version(criu, "Version:");
        if (version.isEmpty() || version.get().compareTo(AT_LEAST) < 0) {
            return Optional.of("version " + version.map(Version::toString).orElse("unknown"));
        }
        String said = Programs.output(List.of(criu.toString(), "check"));
        return said.contains("Looks good")
                ? Optional.empty()
                : Optional.of("'criu check' says: " + said.lines().findFirst().orElse("nothing"));
    }

    static Search provide(Consumer<String> progress, Consumer<java.util.Set<String>> install) {
        Search found = find();
        if (found.path().isPresent()) {
            return found;
        }
        if (Programs.find("apt-get").isEmpty()) {
            return found;
        }
        TreeSet<String> packages = new TreeSet<>();
        for (String program : List.of("patchelf", "dpkg")) {
            if (Programs.find(program).isEmpty()) {
                packages.add(program);
            }
        }
        if (!packages.isEmpty()) {
            install.accept(packages);
        }
        return build(progress);
    }

    private static Search build(Consumer<String> progress) {
        try {
            Files.createDirectories(cache());
            try (FileChannel channel =
                            FileChannel.open(
                                    cache().resolve(".criu.lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Search meanwhile = lock.isValid() ? find() : failed("the lock was lost");
                if (meanwhile.path().isPresent()) {
                    return meanwhile;
                }
                progress.accept(
                        "building a relocatable CRIU in "
                                + cache().resolve(FOLDER)
                                + " (about 7 s, once)");
                setAsideUnfit();
                Command.Outcome outcome =
                        Command.attempt(
                                List.of(
                                        "bash",
                                        "-c",
                                        script(),
                                        "relocatable-criu",
                                        cache().resolve(FOLDER).toString()),
                                BUILD);
                return outcome.ok() ? find() : failed(outcome.output());
            }
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * A cached CRIU that does not pass any more, after a kernel update perhaps, makes room for a
     * new one.
     */
    private static void setAsideUnfit() throws IOException {
        Path folder = cache().resolve(FOLDER);
        if (Files.exists(folder)) {
            Files.move(folder, cache().resolve(FOLDER + ".unfit-" + System.currentTimeMillis()));
        }
    }

    private static Search failed(String why) {
        return new Search(
                Optional.empty(),
                List.of(
                        new Missing(
                                "CRIU >= " + AT_LEAST,
                                "building a relocatable one failed: " + why.strip(),
                                "Maybe the packages cannot be reached; name a Debian mirror in"
                                        + " PODFERRY_DEBIAN_MIRROR, or put a CRIU that passes 'criu"
                                        + " check' first in PATH")));
    }

    private static String script() throws IOException {
        try (InputStream in = Criu.class.getResourceAsStream("relocatable-criu.sh")) {
            if (in == null) {
                throw new IOException("relocatable-criu.sh is not in the class path");
            }
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
