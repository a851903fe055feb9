package io.podferry.agent.network;

import java.io.IOException;

/**
 * The bridge of one local cluster, in the machine's own network namespace, so that the machine reaches every agent and pod.
 * Thread-safe.
 */
public final class ClusterNetwork {
    /**
     * @param cluster name, {@code [a-z0-9-]{1,40}}
     * @param subnet IPv4 in the form {@code 10.88.0.0/16}, prefix 16; the machine gets {@code x.y.0.1}
     */
    public ClusterNetwork(String cluster, String subnet) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the bridge with the machine's address on it.
     *
     * @throws IOException when the subnet is in use by another interface or route; says by which
     */
    public void create() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The machine's own address in the cluster. */
    public String hostAddress() {
        throw new UnsupportedOperationException();
    }

    /**
     * One node's share: {@code x.y.INDEX.0/24}, the agent is {@code x.y.INDEX.1}.
     *
     * @param index 1 to 254
     */
    public NodeNetwork node(String node, int index) {
        throw new UnsupportedOperationException();
    }

    /** Removes the bridge and every namespace of the cluster. */
    public void remove() throws IOException {
        throw new UnsupportedOperationException();
    }
}
