package io.podferry.agent.kubernetes;

import io.podferry.agent.process.Command;
import io.podferry.agent.process.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts the runtime wrapper and CRIU on the node, as plugins of its container network are put there,
 * and looks whether what the machine has is good enough.
 */
final class Installation {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern RUNC = Pattern.compile("runc version (\\S+)");
    private static final Pattern CRIU = Pattern.compile("Version: (\\S+)");

    private Installation() {}

    /**
     * Installs and checks.
     *
     * @param payload folder with {@code bin/podferry-runtime} and {@code criu}, as this process
     *     sees it; empty: they are on the node already
     * @throws IOException naming what is missing and what to do
     */
    static KubeTools run(Host host, HostPaths paths, Optional<Path> payload) throws IOException {
        if (payload.isPresent()) {
            copy(payload.get(), host.path(paths.install()));
        }
        if (!Files.isExecutable(host.path(paths.wrapper()))) {
            throw new IOException(
                    "there is no runtime wrapper at %s. Maybe name a folder with it by --payload?"
                            .formatted(paths.wrapper()));
        }
        String runc =
                version(host, RUNC, "runc", "--version")
                        .orElseThrow(() ->
                                new IOException(
                                        "the machine has no runc in its PATH. Maybe its containers"
                                                + " run by another runtime?"));
        String criu =
                version(host, CRIU, paths.criu().toString(), "--version")
                        .orElseThrow(() ->
                                new IOException(
                                        "there is no CRIU that starts at %s. It is bound to its folder: maybe make it for this one?"
                                                .formatted(paths.criu())));
        Command.Outcome check = host.attempt(PATIENCE, paths.criu().toString(), "check");
        if (!check.output().contains("Looks good")) {
            throw new IOException(
                    "CRIU %s does not work on this kernel: %s"
                            .formatted(criu, check.output().strip()));
        }
        Path configured =
                Scripts.install(
                        Installation.class,
                        "configured.sh",
                        paths.programs().resolve("configured.sh"));
        return new KubeTools(host, paths.runcRoot(), runc, paths.criu(), criu, configured);
    }

    private static Optional<String> version(Host host, Pattern pattern, String... command)
            throws IOException {
        Command.Outcome outcome;
        try {
            outcome = host.attempt(PATIENCE, command);
        } catch (IOException absent) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(outcome.output());
        return outcome.ok() && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Every file appears whole; one that runs at this moment is replaced, not written to. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path source : tree.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else if (!Files.exists(target) || Files.mismatch(source, target) >= 0) {
                    Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
                    Files.copy(
                            source,
                            fresh,
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }
}
