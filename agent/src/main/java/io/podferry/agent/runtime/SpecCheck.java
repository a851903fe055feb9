package io.podferry.agent.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses specifications that cannot be met, before anything is made. */
final class SpecCheck {
    private static final long LEAST_MEMORY = 4L << 20;
    private static final List<String> FORBIDDEN_TARGETS = List.of("/", "/proc", "/sys", "/dev");

    private SpecCheck() {}

    static void check(String uid, PodSpec spec) throws IOException {
        require(
                uid.matches("[A-Za-z0-9-]{1,64}"),
                "not a pod UID: '%s' (letters, digits and '-', at most 64)",
                uid);
        require(
                spec.name() != null && spec.name().matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),
                "not a pod name: '%s' (lower case letters, digits and '-', at most 63)",
                spec.name());
        require(!spec.containers().isEmpty(), "pod '%s' has no container", spec.name());
        Set<String> names = new HashSet<>();
        for (ContainerSpec container : spec.containers()) {
            require(
                    container.name() != null && container.name().matches("[a-z0-9-]{1,40}"),
                    "not a container name: '%s' (lower case letters, digits and '-', at most 40)",
                    container.name());
            require(names.add(container.name()), "two containers are named '%s'", container.name());
            Long limit = container.memoryLimitBytes();
            require(
                    limit == null || limit >= LEAST_MEMORY,
                    "the memory limit of container '"
                            + container.name()
                            + "' is %s bytes; at least 4 MiB are needed",
                    String.valueOf(limit));
            for (BindMount bind : container.binds()) {
                target(bind.target());
                require(
                        Path.of(bind.source()).isAbsolute() && Files.exists(Path.of(bind.source())),
                        "there is no '%s' on this node to bind",
                        bind.source());
            }
            for (String scratch : container.scratch()) {
                target(scratch);
            }
            Program.of(container);
        }
    }

    private static void target(String path) throws IOException {
        Path target = Path.of(path);
        boolean fine =
                target.isAbsolute()
                        && target.normalize().equals(target)
                        && FORBIDDEN_TARGETS.stream()
                                .noneMatch(f ->
                                        f.equals(path)
                                                || (!f.equals("/") && path.startsWith(f + "/")));
        require(
                fine,
                "cannot mount at '%s' in a container (an absolute path outside /proc, /sys and"
                        + " /dev)",
                path);
    }

    private static void require(
            boolean holds, String message, @org.jspecify.annotations.Nullable Object value)
            throws IOException {
        if (!holds) {
            throw new IOException(message.formatted(value));
        }
    }
}
