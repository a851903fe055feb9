package io.podferry.cli.controller;

import io.podferry.cli.engine.AgentTelemetry;
import io.podferry.extender.kubernetes.ObjectCache;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.TelemetrySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agents' readings, joined by UID with what the API server knows of pods and nodes. Used by the
 * engine's thread; {@link #last} by any.
 */
final class KubernetesTelemetry implements TelemetrySource {
    private final AgentTelemetry agents;
    private final ObjectCache<NodeFacts> nodes;
    private final ObjectCache<PodFacts> pods;
    private final SpecBook specs;
    private final RecentMoves recent;
    private volatile ClusterSnapshot last =
            new ClusterSnapshot(Instant.EPOCH, List.of(), List.of());

    KubernetesTelemetry(
            AgentTelemetry agents,
            ObjectCache<NodeFacts> nodes,
            ObjectCache<PodFacts> pods,
            SpecBook specs,
            RecentMoves recent) {
        this.agents = agents;
        this.nodes = nodes;
        this.pods = pods;
        this.specs = specs;
        this.recent = recent;
    }

    /** The picture that was taken last. */
    ClusterSnapshot last() {
        return last;
    }

    @Override
    public ClusterSnapshot snapshot(Instant now) {
        ClusterSnapshot read = agents.snapshot(now);
        Map<String, NodeFacts> known = new HashMap<>();
        nodes.all().forEach(node -> known.put(node.name(), node));
        List<NodeSnapshot> nodeList = new ArrayList<>();
        for (NodeSnapshot node : read.nodes()) {
            NodeFacts facts = known.get(node.name().value());
            if (facts != null) {
                nodeList.add(
                        new NodeSnapshot(
                                node.name(),
                                node.usable(),
                                node.memory(),
                                node.sampledAt(),
                                node.pressureSome10(),
                                node.schedulable() && facts.ready() && !facts.cordoned()));
            }
        }
        List<PodSnapshot> podList = new ArrayList<>();
        for (PodSnapshot pod : read.pods()) {
            PodFacts facts = pods.get(pod.uid().value());
            // A pod that the API server does not know yet, or no more, still takes memory.
            podList.add(facts == null ? unknown(pod) : joined(pod, facts, now));
        }
        last = new ClusterSnapshot(now, nodeList, podList);
        return last;
    }

    private static PodSnapshot unknown(PodSnapshot pod) {
        return with(
                pod,
                Optional.empty(),
                pod.workloadClass(),
                pod.labels(),
                pod.limit(),
                List.of("the API server does not know it"));
    }

    private PodSnapshot joined(PodSnapshot pod, PodFacts facts, Instant now) {
        List<String> obstacles = new ArrayList<>(specs.obstacles(facts));
        recent.rests(facts, now).ifPresent(obstacles::add);
        obstacles.addAll(pod.obstacles());
        return with(
                pod,
                Optional.ofNullable(facts.annotations().get(PodFacts.SOURCE_UID)).map(PodUid::new),
                facts.workloadClass(),
                facts.labels(),
                facts.memoryLimit(),
                obstacles);
    }

    private static PodSnapshot with(
            PodSnapshot pod,
            Optional<PodUid> previous,
            String workloadClass,
            Map<String, String> labels,
            Optional<io.podferry.policy.units.DataSize> limit,
            List<String> obstacles) {
        return new PodSnapshot(
                pod.uid(),
                previous,
                pod.name(),
                pod.node(),
                workloadClass,
                labels,
                pod.memory(),
                pod.sampledAt(),
                limit,
                pod.startedAt(),
                obstacles);
    }
}
