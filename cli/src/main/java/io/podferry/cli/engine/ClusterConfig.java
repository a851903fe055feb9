package io.podferry.cli.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * What `local up` wrote down about a local cluster: the one file that engine and agents are started from.
 *
 * @param name of the cluster; part of every name it uses on the machine
 * @param subnet CIDR of all nodes and pods
 * @param engineAddress address of the engine on the cluster's bridge
 * @param enginePort port of the engine's API
 * @param policy name of the policy the engine starts with
 * @param nodes its nodes
 */
public record ClusterConfig(
        String name, String subnet, String engineAddress, int enginePort, String policy, List<Node> nodes) {

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
            String name, int index, String address, int apiPort, int transferPort, long memoryBytes) {}

    public ClusterConfig {
        nodes = List.copyOf(nodes);
    }

    /** Name of the file in the cluster's state folder. */
    public static Path file(Path state) {
        return state.resolve("cluster.json");
    }
}
