package io.podferry.agent.node;

import java.nio.file.Path;

/**
 * All an agent process must be told. The process is started inside the node's network namespace, so
 * that its address and the loopback address CRIU uses are the node's own.
 *
 * @param cluster name of the cluster; part of every name used on the machine
 * @param node name of the node
 * @param index number of the node from 1, third octet of its pods' addresses
 * @param subnet CIDR of all nodes and pods
 * @param address IPv4 address the agent listens on
 * @param apiPort port of the HTTP API, mutual TLS
 * @param transferPort port on which images are received, mutual TLS
 * @param memoryBytes limit of all pods of the node together
 * @param stateFolder the node's own folder, made 0700 when missing
 * @param certificates folder made by {@link io.podferry.agent.security.ClusterCertificates}; the
 *     agent uses the files of its node's name
 */
public record AgentConfig(
        String cluster,
        String node,
        int index,
        String subnet,
        String address,
        int apiPort,
        int transferPort,
        long memoryBytes,
        Path stateFolder,
        Path certificates) {
    public AgentConfig {
        if (index < 1 || index > 250) {
            throw new IllegalArgumentException("node index must be 1 to 250, but is " + index);
        }
        port("apiPort", apiPort);
        port("transferPort", transferPort);
        if (memoryBytes <= 0) {
            throw new IllegalArgumentException(
                    "memory of node %s must be more than 0 bytes, but is %d"
                            .formatted(node, memoryBytes));
        }
    }

    private static void port(String name, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(name + " must be 1 to 65535, but is " + port);
        }
    }
}
