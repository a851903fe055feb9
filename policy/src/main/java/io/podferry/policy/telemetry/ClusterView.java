package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster as objects, made when they are asked for. Valid within its tick; what it returns is
 * immutable and stays valid. Not thread-safe.
 */
public final class ClusterView {
    private final ClusterTable table;
    private final Instant takenAt;
    private final Map<NodeName, List<PodSnapshot>> podsByNode = new HashMap<>();
    private List<NodeSnapshot> nodes = List.of();

    public ClusterView(ClusterTable table, Instant takenAt) {
        this.table = table;
        this.takenAt = takenAt;
    }

    /** Time of the tick. */
    public Instant takenAt() {
        return takenAt;
    }

    /** All nodes, ordered by name. */
    public List<NodeSnapshot> nodes() {
        int[] rows = table.nodes().ordered();
        if (nodes.size() != rows.length) {
            List<NodeSnapshot> made = new ArrayList<>(rows.length);
            for (int row : rows) {
                made.add(table.nodes().snapshot(row));
            }
            nodes = List.copyOf(made);
        }
        return nodes;
    }

    /** The node of that name. */
    public Optional<NodeSnapshot> node(NodeName name) {
        return Optional.ofNullable(table.nodes().find(name)).map(table.nodes()::snapshot);
    }

    /** The pods on a node, ordered by UID. */
    public List<PodSnapshot> podsOn(NodeName name) {
        return podsByNode.computeIfAbsent(name, this::collect);
    }

    private List<PodSnapshot> collect(NodeName name) {
        Integer row = table.nodes().find(name);
        if (row == null) {
            return List.of();
        }
        List<PodSnapshot> pods = new ArrayList<>();
        for (int i = 0; i < table.nodes().podCount(row); i++) {
            pods.add(table.snapshot(table.nodes().pod(row, i)));
        }
        pods.sort(Comparator.comparing(PodSnapshot::uid));
        return List.copyOf(pods);
    }

    /** Number of pods on a node. */
    public int podCount(NodeName name) {
        Integer row = table.nodes().find(name);
        return row == null ? 0 : table.nodes().podCount(row);
    }

    /** Number of pods in the cluster. */
    public int podCount() {
        return table.size();
    }

    /** The pod of that identity. */
    public Optional<PodSnapshot> pod(PodUid uid) {
        return Optional.ofNullable(table.find(uid)).map(table::snapshot);
    }

    /** The recent memory of a pod. */
    public Optional<PodSeries> series(PodUid uid) {
        return Optional.ofNullable(table.find(uid)).map(row -> new PodSeries(table.samples(), row));
    }

    /** What is wrong with what is known of the pod. */
    public Flaw flaw(PodUid uid) {
        Integer row = table.find(uid);
        return row == null ? Flaw.NO_NODE : table.flaw(row);
    }

    /** All nodes with the pods of all or only of the named ones. */
    public ClusterSnapshot snapshot(List<NodeName> withPods) {
        List<PodSnapshot> pods = new ArrayList<>();
        withPods.forEach(name -> pods.addAll(podsOn(name)));
        return new ClusterSnapshot(takenAt, nodes(), pods);
    }
}
