package io.podferry.cli.engine;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.TelemetrySource;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/**
 * The newest report of every agent, and the snapshot made of them. Thread-safe: one thread per
 * agent writes, the loop reads.
 */
public final class AgentTelemetry implements TelemetrySource {
    /** Dead pods hold no memory and are no business of the policy. */
    private static final List<String> LIVE = List.of("Running", "Moving");

    private final Map<String, NodeReport> reports = new ConcurrentSkipListMap<>();
    private final Map<String, Boolean> answering = new ConcurrentSkipListMap<>();
    private final Predicate<String> counts;
    private volatile ClusterSnapshot last =
            new ClusterSnapshot(Instant.EPOCH, List.of(), List.of());

    /**
     * @param counts whether the incarnation of this UID is a pod yet; a clone that is held is not
     */
    public AgentTelemetry(Predicate<String> counts) {
        this.counts = counts;
    }

    /** The picture that was taken last. */
    public ClusterSnapshot last() {
        return last;
    }

    /** Takes a report in. */
    public void accept(NodeReport report) {
        reports.put(report.node(), report);
        answering.put(report.node(), true);
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits until all of these nodes answer, but not longer than told. */
    synchronized void awaitAnswers(List<String> nodes, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!nodes.stream().allMatch(this::answers)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(Math.max(1, left / 1_000_000));
        }
    }

    /** The node's agent does not answer any more. */
    public void silent(String node) {
        answering.put(node, false);
    }

    /** Whether the node's agent answers. */
    public boolean answers(String node) {
        return answering.getOrDefault(node, false);
    }

    /** The newest report of every node. */
    public Collection<NodeReport> reports() {
        return reports.values();
    }

    /** The newest report of a node. */
    public Optional<NodeReport> report(String node) {
        return Optional.ofNullable(reports.get(node));
    }

    @Override
    public ClusterSnapshot snapshot(Instant now) {
        List<NodeSnapshot> nodes = new ArrayList<>();
        List<PodSnapshot> pods = new ArrayList<>();
        for (NodeReport report : reports.values()) {
            Instant sampledAt = Instant.ofEpochMilli(report.sampledAtEpochMillis());
            nodes.add(
                    new NodeSnapshot(
                            new NodeName(report.node()),
                            DataSize.ofBytes(report.usableBytes()),
                            DataSize.ofBytes(report.memoryBytes()),
                            sampledAt,
                            report.pressureSome10() == null
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(report.pressureSome10()),
                            report.schedulable() && answers(report.node())));
            for (PodReport pod : report.pods()) {
                if (LIVE.contains(pod.state()) && counts.test(pod.uid())) {
                    pods.add(snapshot(pod, report.node(), sampledAt));
                }
            }
        }
        last = new ClusterSnapshot(now, nodes, pods);
        return last;
    }

    private static PodSnapshot snapshot(PodReport pod, String node, Instant sampledAt) {
        return new PodSnapshot(
                new PodUid(pod.uid()),
                Optional.ofNullable(pod.previousUid()).map(PodUid::new),
                pod.name(),
                new NodeName(node),
                pod.workloadClass(),
                pod.labels(),
                DataSize.ofBytes(pod.memoryBytes()),
                sampledAt,
                Optional.ofNullable(pod.limitBytes()).map(DataSize::ofBytes),
                Instant.ofEpochMilli(pod.startedAtEpochMillis()),
                pod.obstacles());
    }
}
