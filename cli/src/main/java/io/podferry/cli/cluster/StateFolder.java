package io.podferry.cli.cluster;

import io.podferry.cli.engine.ClusterConfig;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a cluster: whose it is, and whether it may be used. */
final class StateFolder {
    private static final List<String> OWN = List.of("up.lock", "cluster.json", "cluster.json.tmp");

    private final Path path;

    StateFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Where claims, PIDs and logs of the daemons are. */
    Path run() {
        return path.resolve("run");
    }

    Daemon engine() {
        return new Daemon(run(), "engine");
    }

    Daemon agent(String node) {
        return new Daemon(run(), "agent-" + node);
    }

    void create() {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new ClusterException(
                        "%s is no folder. Choose another one with --state.".formatted(path));
            }
            Files.createDirectories(path);
            refuseForeign();
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(
                    run(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new ClusterException(
                    "cannot use %s as state folder: %s. Maybe choose another one with --state?"
                            .formatted(path, e),
                    e);
        }
    }

    /** A folder with other people's files is never touched, nor deleted later. */
    private void refuseForeign() throws IOException {
        if (Files.exists(ClusterConfig.file(path))) {
            return;
        }
        List<String> foreign;
        try (Stream<Path> list = Files.list(path)) {
            foreign =
                    list.map(p -> p.getFileName().toString())
                            .filter(name -> !OWN.contains(name))
                            .sorted()
                            .toList();
        }
        if (!foreign.isEmpty()) {
            throw new ClusterException(
                    "%s is not empty and holds no cluster: there is '%s', owned by %s. Choose another folder with --state, or empty it."
                            .formatted(
                                    path,
                                    foreign.getFirst(),
                                    Files.getOwner(path.resolve(foreign.getFirst()))));
        }
    }

    /** What is written there about a cluster; a damaged file is an error. */
    Optional<ClusterConfig> config() {
        if (!Files.exists(ClusterConfig.file(path))) {
            return Optional.empty();
        }
        try {
            return Optional.of(ClusterConfig.read(path));
        } catch (IOException e) {
            throw new ClusterException(
                    "%s. Maybe remove what is left of it with 'podferry local down --state %s'?"
                            .formatted(e.getMessage(), path),
                    e);
        }
    }

    /** An existing cluster is healed, not changed. */
    static void requireSame(ClusterConfig known, UpOptions wanted) {
        List<DataSize> memory =
                known.nodes().stream().map(n -> DataSize.ofBytes(n.memoryBytes())).toList();
        if (!known.name().equals(wanted.name())) {
            throw new ClusterException(
                    "%s belongs to cluster '%s', not to '%s'. Choose another folder with --state, or remove that cluster with 'podferry local down --state %s'."
                            .formatted(
                                    wanted.state(), known.name(), wanted.name(), wanted.state()));
        }
        if (!memory.equals(wanted.nodeMemory())) {
            throw new ClusterException(
                    "cluster '%s' has %s already, but %s was asked for. Remove it first with 'podferry local down --state %s'."
                            .formatted(
                                    known.name(),
                                    nodes(memory),
                                    nodes(wanted.nodeMemory()),
                                    wanted.state()));
        }
    }

    private static String nodes(List<DataSize> memory) {
        return memory.stream().distinct().count() == 1
                ? "%d node%s of %s"
                        .formatted(memory.size(), memory.size() == 1 ? "" : "s", memory.getFirst())
                : "nodes of " + String.join(", ", memory.stream().map(DataSize::toString).toList());
    }
}
