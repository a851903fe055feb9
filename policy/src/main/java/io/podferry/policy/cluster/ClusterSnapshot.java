package io.podferry.policy.cluster;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An immutable picture of the cluster that one tick works on. Nodes are ordered by name and pods by
 * UID, so that every computation over it is deterministic.
 *
 * @param takenAt when the picture was put together
 * @param nodes all nodes, ordered by name
 * @param pods all running pods, ordered by UID
 */
public record ClusterSnapshot(Instant takenAt, List<NodeSnapshot> nodes, List<PodSnapshot> pods) {
    public ClusterSnapshot {
        nodes = nodes.stream().sorted(Comparator.comparing(NodeSnapshot::name)).toList();
        pods = pods.stream().sorted(Comparator.comparing(PodSnapshot::uid)).toList();
    }

    public Optional<NodeSnapshot> node(NodeName name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    public Optional<PodSnapshot> pod(PodUid uid) {
        return pods.stream().filter(pod -> pod.uid().equals(uid)).findFirst();
    }

    /** Pods by the node they run on; nodes without pods are absent. */
    public Map<NodeName, List<PodSnapshot>> podsByNode() {
        return pods.stream()
                .collect(
                        Collectors.groupingBy(
                                PodSnapshot::node, TreeMap::new, Collectors.toList()));
    }

    /** Nodes by name, for repeated look-ups. */
    public Map<NodeName, NodeSnapshot> nodesByName() {
        return nodes.stream().collect(Collectors.toMap(NodeSnapshot::name, Function.identity()));
    }
}
