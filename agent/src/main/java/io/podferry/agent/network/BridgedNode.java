package io.podferry.agent.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** A node whose agent and pods are veth pairs on the cluster's bridge. */
final class BridgedNode implements NodeNetwork {
    private static final int FIRST_POD = 2;
    private static final int LAST_POD = 254;

    private final String cluster;
    private final Subnet subnet;
    private final Namespaces namespaces;
    private final String bridge;
    private final String node;
    private final int index;

    BridgedNode(
            String cluster,
            Subnet subnet,
            Namespaces namespaces,
            String bridge,
            String node,
            int index) {
        this.cluster = cluster;
        this.subnet = subnet;
        this.namespaces = namespaces;
        this.bridge = bridge;
        this.node = node;
        this.index = index;
    }

    @Override
    public void create() throws IOException {
        connect(node, agentAddress());
    }

    @Override
    public String agentAddress() {
        return subnet.address(index, 1);
    }

    @Override
    public Path agentNamespace() {
        return namespaces.file(node);
    }

    @Override
    public String freeAddress(Collection<String> taken) throws IOException {
        for (int last = FIRST_POD; last <= LAST_POD; last++) {
            String address = subnet.address(index, last);
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw new IOException(
                "all %d addresses of node %s are taken. Remove dead pods first"
                        .formatted(taken.size(), node));
    }

    private String name(String uid) {
        return node + "." + Names.require("pod", uid);
    }

    @Override
    public Path createPod(String uid, String address) throws IOException {
        connect(name(uid), address);
        return podNamespace(uid);
    }

    @Override
    public Path podNamespace(String uid) {
        return namespaces.file(name(uid));
    }

    /** A namespace with that address on the bridge; one that was left half made is completed. */
    private synchronized void connect(String name, String address) throws IOException {
        if (!namespaces.exists(ClusterNetwork.MACHINE)) {
            throw new IOException(
                    "cluster '"
                            + cluster
                            + "' has no network. Maybe start it first: podferry local up");
        }
        if (!namespaces.exists(name)) {
            namespaces.create(name);
        }
        String veth = Names.veth(cluster, name);
        namespaces.shell(
                ClusterNetwork.MACHINE,
                """
                if ! nsenter --net="$2" ip link show eth0 >/dev/null 2>&1; then
                  ip link del "$1" 2>/dev/null || true
                  ip link add "$1" type veth peer name eth0 address "$6" netns "$2"
                fi
                ip link set "$1" master "$3" up
                nsenter --net="$2" sh -ec '
                  ip link set lo up
                  ip link set eth0 up
                  ip -4 -o addr show dev eth0 | grep -q " $1/" || { ip -4 addr flush dev eth0; ip addr add "$1/16" dev eth0; }
                  ip route replace default via "$2"' podferry "$4" "$5"
                """,
                veth,
                namespaces.file(name).toString(),
                bridge,
                address,
                subnet.address(0, 1),
                hardwareAddress(address));
    }

    /**
     * A locally administered address made of the IPv4 address: a pod that takes over the address of
     * one that is gone is reached at once, whatever neighbours still remember.
     */
    static String hardwareAddress(String address) {
        StringBuilder text = new StringBuilder("0a:58");
        for (String octet : address.split("\\.", -1)) {
            text.append(String.format(":%02x", Integer.parseInt(octet)));
        }
        return text.toString();
    }

    @Override
    public void removePod(String uid) throws IOException {
        disconnect(name(uid));
    }

    private synchronized void disconnect(String name) throws IOException {
        if (namespaces.exists(ClusterNetwork.MACHINE)) {
            namespaces.shell(
                    ClusterNetwork.MACHINE,
                    "ip link del \"$1\" 2>/dev/null || true",
                    Names.veth(cluster, name));
        }
        namespaces.remove(name);
    }

    @Override
    public void remove() throws IOException {
        for (String name : namespaces.names()) {
            if (name.equals(node) || name.startsWith(node + ".")) {
                disconnect(name);
            }
        }
    }
}
