package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Turns whole pictures into changes. Not thread-safe. */
final class SnapshotFeed implements TelemetryFeed {
    private final TelemetrySource source;
    private Map<NodeName, Integer> nodes = new HashMap<>();
    private Map<PodUid, Integer> pods = new HashMap<>();

    SnapshotFeed(TelemetrySource source) {
        this.source = source;
    }

    @Override
    public void deliver(Instant now, TelemetrySink sink) {
        ClusterSnapshot cluster = source.snapshot(now);
        Map<NodeName, Integer> seenNodes = new HashMap<>();
        for (NodeSnapshot node : cluster.nodes()) {
            int handle = sink.node(node.name());
            seenNodes.put(node.name(), handle);
            sink.nodeSample(
                    handle,
                    node.usable().bytes(),
                    node.memory().bytes(),
                    node.sampledAt().toEpochMilli(),
                    node.pressureSome10().orElse(Double.NaN),
                    node.schedulable());
        }
        nodes.forEach((name, handle) -> goneNode(name, handle, seenNodes, sink));
        nodes = seenNodes;
        Map<PodUid, Integer> seenPods = new HashMap<>();
        Set<PodUid> present = new HashSet<>();
        cluster.pods().forEach(pod -> present.add(pod.uid()));
        pods.forEach((uid, handle) -> gonePod(uid, handle, present, sink));
        for (PodSnapshot pod : cluster.pods()) {
            seenPods.put(pod.uid(), sink.pod(pod));
        }
        pods = seenPods;
    }

    private static void goneNode(
            NodeName name, int handle, Map<NodeName, Integer> seen, TelemetrySink sink) {
        if (!seen.containsKey(name)) {
            sink.nodeGone(handle);
        }
    }

    private static void gonePod(PodUid uid, int handle, Set<PodUid> present, TelemetrySink sink) {
        if (!present.contains(uid)) {
            sink.podGone(handle);
        }
    }
}
