package io.podferry.cli.cluster;

import io.podferry.policy.units.DataSize;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * What a local cluster is to be.
 *
 * @param name part of every name it uses on the machine: 1 to 12 of a-z, 0-9 and '-', beginning
 *     with a letter
 * @param state folder of its own for all its files
 * @param nodeMemory memory limit of each node; nodes are called node-1, node-2, ...
 * @param policy name of the policy the engine starts with, or absolute path of a policy file
 * @param port of the engine's API on the cluster's own address
 */
public record UpOptions(
        String name, Path state, List<DataSize> nodeMemory, String policy, int port) {
    public static final String DEFAULT_NAME = "local";

    public UpOptions {
        if (!name.matches("[a-z][a-z0-9-]{0,11}")) {
            throw new ClusterException(
                    "'%s' cannot be the name of a cluster. Use 1 to 12 of a-z, 0-9 and '-', beginning with a letter."
                            .formatted(name));
        }
        if (nodeMemory.isEmpty() || nodeMemory.size() > MAX_NODES) {
            throw new ClusterException(
                    "a local cluster has 1 to %d nodes, not %d"
                            .formatted(MAX_NODES, nodeMemory.size()));
        }
        if (port < 1 || port > LARGEST_PORT) {
            throw new ClusterException("a port is 1 to %d, not %d".formatted(LARGEST_PORT, port));
        }
        state = state.toAbsolutePath().normalize();
        nodeMemory = List.copyOf(nodeMemory);
    }

    private static final int LARGEST_PORT = 65_535;

    /** Largest number of nodes: each has a third octet of its own. */
    public static final int MAX_NODES = 200;

    /** Equal nodes. */
    public static UpOptions of(String name, Path state, int nodes, DataSize memory, String policy) {
        return new UpOptions(
                name,
                state,
                Collections.nCopies(Math.max(0, nodes), memory),
                policy,
                ClusterParts.ENGINE_PORT);
    }

    /** Memory of the nodes of the cluster that is there already; empty when there is none. */
    public static List<DataSize> existing(Path state) {
        return new StateFolder(state)
                .config().stream()
                        .flatMap(config -> config.nodes().stream())
                        .map(node -> DataSize.ofBytes(node.memoryBytes()))
                        .toList();
    }

    /** Where a cluster's files are unless something else is asked for. */
    public static Path defaultState(String name) {
        return Path.of("/var/lib/podferry", name);
    }
}
