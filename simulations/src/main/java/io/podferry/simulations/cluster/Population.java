package io.podferry.simulations.cluster;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All incarnations with their memory, ordered by UID, and the reservations on the nodes. */
final class Population {
    private final Map<PodUid, VirtualPod> pods = new TreeMap<>();
    private final Map<PodUid, Reservation> reservations = new TreeMap<>();

    private record Reservation(NodeName node, DataSize size) {}

    void add(VirtualPod pod) {
        if (pods.putIfAbsent(pod.uid(), pod) != null) {
            throw new IllegalStateException("two incarnations have the UID " + pod.uid());
        }
    }

    void remove(PodUid uid) {
        pods.remove(uid);
    }

    Optional<VirtualPod> find(PodUid uid) {
        return Optional.ofNullable(pods.get(uid));
    }

    Collection<VirtualPod> all() {
        return List.copyOf(pods.values());
    }

    List<VirtualPod> on(NodeName node) {
        return pods.values().stream().filter(pod -> pod.node().equals(node)).toList();
    }

    /** Memory in use on a node, held clones included. */
    DataSize memory(NodeName node) {
        return on(node).stream().map(VirtualPod::memory).reduce(DataSize.ZERO, DataSize::plus);
    }

    /** Promises memory to a clone that is not there yet. */
    void reserve(PodUid cloneUid, NodeName node, DataSize size) {
        reservations.put(cloneUid, new Reservation(node, size));
    }

    void unreserve(PodUid cloneUid) {
        reservations.remove(cloneUid);
    }

    DataSize reserved(NodeName node) {
        return reservations.values().stream()
                .filter(reservation -> reservation.node().equals(node))
                .map(Reservation::size)
                .reduce(DataSize.ZERO, DataSize::plus);
    }
}
