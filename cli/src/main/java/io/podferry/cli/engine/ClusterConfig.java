package io.podferry.cli.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What `local up` wrote down about a local cluster: the one file that engine and agents are started
 * from.
 *
 * @param name of the cluster; part of every name it uses on the machine
 * @param subnet CIDR of all nodes and pods
 * @param engineAddress address of the engine on the cluster's bridge
 * @param enginePort port of the engine's API
 * @param policy name of the policy the engine starts with, or absolute path of a policy file
 * @param nodes its nodes
 */
public record ClusterConfig(
        String name,
        String subnet,
        String engineAddress,
        int enginePort,
        String policy,
        List<Node> nodes) {
    /** Name in the engine's certificate. */
    public static final String ENGINE = "engine";

    /** Name in the certificate of people's commands. */
    public static final String OPERATOR = "operator";

    /**
     * One node.
     *
     * @param name of the node
     * @param index from 1, third octet of its addresses
     * @param address of its agent
     * @param apiPort of its agent
     * @param transferPort where its agent receives images
     * @param memoryBytes limit of all its pods together
     */
    public record Node(
            String name,
            int index,
            String address,
            int apiPort,
            int transferPort,
            long memoryBytes) {}

    public ClusterConfig {
        nodes = List.copyOf(nodes);
    }

    /** Name of the file in the cluster's state folder. */
    public static Path file(Path state) {
        return state.resolve("cluster.json");
    }

    /** Folder of the cluster's certificates. */
    public static Path certificates(Path state) {
        return state.resolve("certificates");
    }

    /** State folder of a node's agent. */
    public static Path node(Path state, String node) {
        return state.resolve("nodes").resolve(node);
    }

    /**
     * Reads the file.
     *
     * @throws IOException when the file is missing or damaged; says so
     */
    public static ClusterConfig read(Path state) throws IOException {
        Path file = file(state);
        if (!Files.exists(file)) {
            throw new IOException(
                    "no cluster in %s (there is no %s)".formatted(state, file.getFileName()));
        }
        try {
            return EngineJson.mapper().readValue(file.toFile(), ClusterConfig.class);
        } catch (JsonProcessingException e) {
            throw new IOException("%s is damaged: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    /** Writes the file; it is either there as a whole or not at all. */
    public void write(Path state) throws IOException {
        Path file = file(state);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        EngineJson.mapper().writerWithDefaultPrettyPrinter().writeValue(temporary.toFile(), this);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
