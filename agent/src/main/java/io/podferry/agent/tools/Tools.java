package io.podferry.agent.tools;

import io.podferry.agent.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds or provides the programs. Thread-safe, also between processes. */
public final class Tools {
    private static final Version RUNC_AT_LEAST = new Version(1, 1, 0);
    private static final Duration INSTALL = Duration.ofMinutes(3);

    /** Programs of the base system, with the package they come in. */
    private static final Map<String, String> BASE =
            new TreeMap<>(
                    Map.of(
                            "runc", "runc",
                            "ip", "iproute2",
                            "nsenter", "util-linux",
                            "unshare", "util-linux",
                            "setsid", "util-linux",
                            "mount", "mount",
                            "mkfifo", "coreutils",
                            "bash", "bash",
                            "perl", "perl-base"));

    /** Result of a search. */
    public sealed interface Result {}

    /**
     * Everything is there.
     *
     * @param runc absolute path
     * @param runcVersion for example 1.1.5
     * @param criu absolute path; {@code criu check} passes
     * @param criuVersion for example 4.2.1
     */
    public record Found(Path runc, String runcVersion, Path criu, String criuVersion)
            implements Result {}

    /** Something is missing. */
    public record Lacking(List<Missing> missing) implements Result {}

    private Tools() {}

    /**
     * Finds all tools; provides what is missing when this process is root and the distribution's
     * packages can be reached (a few seconds, once; the result is cached in {@code $PODFERRY_CACHE}
     * or {@code /var/cache/podferry}).
     *
     * @param progress one line for people per thing that takes time
     */
    public static Result require(Consumer<String> progress) {
        return search(true, progress);
    }

    /** Only finds, never installs or builds anything. */
    public static Result find() {
        return search(false, line -> {});
    }

    private static Result search(boolean provide, Consumer<String> progress) {
        List<Missing> missing = new ArrayList<>();
        if (!isRoot()) {
            missing.add(
                    new Missing(
                            "root",
                            "containers, cgroups and checkpoints need it, and this process runs as"
                                    + " '"
                                    + System.getProperty("user.name")
                                    + "'",
                            "Run the same command with sudo"));
            return new Lacking(missing);
        }
        TreeSet<String> packages = new TreeSet<>();
        BASE.forEach((program, name) -> {
            if (Programs.find(program).isEmpty()) {
                packages.add(name);
            }
        });
        if (provide && !packages.isEmpty()) {
            install(packages, progress);
        }
        BASE.forEach((program, name) -> {
            if (Programs.find(program).isEmpty()) {
                missing.add(notFound(program, name));
            }
        });
        Optional<Version> runc =
                Programs.find("runc").flatMap(p -> Programs.version(p, "runc version"));
        if (runc.isPresent() && runc.get().compareTo(RUNC_AT_LEAST) < 0) {
            missing.add(
                    new Missing(
                            "runc",
                            "version " + runc.get() + " is older than " + RUNC_AT_LEAST,
                            "Install a newer runc and put it first in PATH"));
        }
        Criu.Search criu =
                provide ? Criu.provide(progress, p -> install(p, progress)) : Criu.find();
        missing.addAll(criu.missing());
        if (!missing.isEmpty() || runc.isEmpty() || criu.path().isEmpty()) {
            return new Lacking(List.copyOf(missing));
        }
        return new Found(
                Programs.find("runc").orElseThrow(),
                runc.get().toString(),
                criu.path().get(),
                Programs.version(criu.path().get(), "Version:")
                        .map(Version::toString)
                        .orElse("unknown"));
    }

    private static Missing notFound(String program, String name) {
        return new Missing(
                program,
                "not found in PATH or /usr/sbin",
                "Maybe install it: apt-get install "
                        + name
                        + " (or your distribution's package of that name)");
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid
                    && uid == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void install(java.util.Collection<String> packages, Consumer<String> progress) {
        if (Programs.find("apt-get").isEmpty()) {
            return;
        }
        progress.accept("installing " + String.join(", ", packages));
        List<String> command =
                new ArrayList<>(
                        List.of("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"));
        command.addAll(List.of("--no-install-recommends", "install"));
        command.addAll(packages);
        try {
            if (!Command.attempt(command, INSTALL).ok()
                    && Command.attempt(List.of("apt-get", "-qq", "update"), INSTALL).ok()) {
                var _ = Command.attempt(command, INSTALL);
            }
        } catch (IOException e) {
            progress.accept("installing failed: " + e.getMessage());
        }
    }
}
