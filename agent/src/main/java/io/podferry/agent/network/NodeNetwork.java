package io.podferry.agent.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** One node's part of the cluster's network. Thread-safe. */
public interface NodeNetwork {
    /** Makes the node's own namespace with the agent's address. Idempotent. */
    void create() throws IOException;

    /** Address of the agent. */
    String agentAddress();

    /** File to enter the agent's namespace with: {@code nsenter --net=FILE program}. */
    Path agentNamespace();

    /**
     * An address for a pod.
     *
     * @param taken addresses in use on this node
     * @throws IOException when all are taken
     */
    String freeAddress(Collection<String> taken) throws IOException;

    /** Makes a pod's namespace with that address, and loopback up. Idempotent. */
    Path createPod(String uid, String address) throws IOException;

    Path podNamespace(String uid);

    /** Idempotent. */
    void removePod(String uid) throws IOException;

    /** Removes the agent's namespace and the pods' of this node. Idempotent. */
    void remove() throws IOException;
}
