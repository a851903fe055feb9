package io.podferry.agent.network;

import java.io.IOException;

/**
 * The bridge of one local cluster, in the machine's own network namespace, so that the machine
 * reaches every agent and pod. Thread-safe.
 */
public final class ClusterNetwork {
    /**
     * Name under which the machine's own namespace is found by agents, which live in other ones.
     */
    static final String MACHINE = "machine";

    private final String cluster;
    private final Subnet subnet;
    private final Namespaces namespaces;
    private final String bridge;

    /**
     * Nothing is made yet.
     *
     * @param cluster name, letters, digits and '-'
     * @param subnet IPv4 in the form {@code 10.88.0.0/16}, prefix 16; the machine gets {@code
     *     x.y.0.1}
     */
    public ClusterNetwork(String cluster, String subnet) {
        this.cluster = Names.require("cluster", cluster);
        this.subnet = Subnet.parse(subnet);
        this.namespaces = new Namespaces(cluster);
        this.bridge = Names.bridge(cluster);
    }

    /**
     * Makes the bridge with the machine's address on it. Call it from the machine's own namespace.
     *
     * @throws IOException when the subnet is in use by another interface or route; says by which
     */
    public synchronized void create() throws IOException {
        if (!namespaces.exists(MACHINE)) {
            namespaces.attachOwn(MACHINE);
        }
        refuseOverlap();
        namespaces.shell(
                MACHINE,
                """
                ip link show "$1" >/dev/null 2>&1 || ip link add "$1" type bridge stp_state 0 forward_delay 0
                ip -4 -o addr show dev "$1" | grep -q " $2/" || ip addr add "$2/16" dev "$1"
                ip link set "$1" up
                """,
                bridge,
                hostAddress());
    }

    private void refuseOverlap() throws IOException {
        for (String line :
                namespaces.shell(MACHINE, "ip -4 -o route show table main").lines().toList()) {
            String network = line.split(" ", -1)[0];
            if (subnet.overlaps(network) && !line.contains(" dev " + bridge + " ")) {
                throw new IOException(
                        "the subnet %s is in use on this machine: '%s'. Choose another one, for example 10.%d.0.0/16"
                                .formatted(
                                        subnet,
                                        line.strip(),
                                        64 + Math.floorMod(cluster.hashCode(), 128)));
            }
        }
    }

    /** The machine's own address in the cluster. */
    public String hostAddress() {
        return subnet.address(0, 1);
    }

    /**
     * One node's share: {@code x.y.INDEX.0/24}, the agent is {@code x.y.INDEX.1}.
     *
     * @param index 1 to 254
     */
    public NodeNetwork node(String node, int index) {
        if (index < 1 || index > 254) {
            throw new IllegalArgumentException(
                    "index of node '" + node + "' is " + index + "; 1 to 254 is possible");
        }
        return new BridgedNode(
                cluster, subnet, namespaces, bridge, Names.require("node", node), index);
    }

    /** Removes the bridge and every namespace of the cluster. Idempotent. */
    public synchronized void remove() throws IOException {
        if (namespaces.exists(MACHINE)) {
            for (String name : namespaces.names()) {
                if (!name.equals(MACHINE)) {
                    namespaces.shell(
                            MACHINE,
                            "ip link del \"$1\" 2>/dev/null || true",
                            Names.veth(cluster, name));
                    namespaces.remove(name);
                }
            }
            namespaces.shell(MACHINE, "ip link del \"$1\" 2>/dev/null || true", bridge);
        }
        namespaces.remove(MACHINE);
        namespaces.removeFolders();
    }
}
