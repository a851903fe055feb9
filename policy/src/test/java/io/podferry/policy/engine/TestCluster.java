package io.podferry.policy.engine;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.telemetry.TelemetrySource;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * A small cluster under a clock by hand: pods are functions of the seconds they have run, a move
 * takes {@code fixed + size x perGibibyte}, and a node over its memory kills its largest pod.
 */
final class TestCluster implements TelemetrySource, MigrationExecutor {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double MIB = 1024 * 1024;

    private final Duration sampleEvery;
    private final double moveFixed;
    private final double movePerGibibyte;
    private final Map<NodeName, DataSize> nodes = new TreeMap<>();
    private final Map<String, Pod> pods = new TreeMap<>();
    private final Map<String, Instant> stepEnds = new HashMap<>();
    private final List<String> kills = new ArrayList<>();
    private ClusterSnapshot seen = new ClusterSnapshot(START, List.of(), List.of());
    private Instant now = START;

    private static final class Pod {
        private final String name;
        private final DoubleUnaryOperator mebibytes;
        private NodeName node;
        private PodUid uid;
        private Optional<PodUid> previous = Optional.empty();
        private double ran;
        private boolean frozen;

        private Pod(String name, NodeName node, DoubleUnaryOperator mebibytes) {
            this.name = name;
            this.node = node;
            this.mebibytes = mebibytes;
            this.uid = new PodUid(name + ".0");
        }

        private long bytes() {
            return Math.round(mebibytes.applyAsDouble(ran) * MIB);
        }
    }

    TestCluster(Duration sampleEvery, double moveFixed, double movePerGibibyte) {
        this.sampleEvery = sampleEvery;
        this.moveFixed = moveFixed;
        this.movePerGibibyte = movePerGibibyte;
    }

    TestCluster node(String name, long mebibytes) {
        nodes.put(new NodeName(name), DataSize.ofMebibytes(mebibytes));
        return this;
    }

    TestCluster pod(String name, String node, DoubleUnaryOperator mebibytes) {
        pods.put(name, new Pod(name, new NodeName(node), mebibytes));
        return this;
    }

    static DoubleUnaryOperator ramp(double base, double perSecond, double peak) {
        return t -> Math.min(peak, base + perSecond * t);
    }

    static DoubleUnaryOperator flat(double mebibytes) {
        return _ -> mebibytes;
    }

    Instant now() {
        return now;
    }

    List<String> kills() {
        return kills;
    }

    String nodeOf(String pod) {
        Pod found = pods.get(pod);
        return found == null ? "(killed)" : found.node.value();
    }

    void pass(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            now = now.plusMillis(10);
            pods.values().stream().filter(pod -> !pod.frozen).forEach(pod -> pod.ran += 0.01);
            nodes.keySet().forEach(this::killWhileShort);
            long since = Duration.between(START, now).toMillis();
            if (since % sampleEvery.toMillis() == 0) {
                sample();
            }
        }
    }

    private void killWhileShort(NodeName node) {
        while (used(node) > Objects.requireNonNull(nodes.get(node)).bytes()) {
            Pod victim =
                    pods.values().stream()
                            .filter(pod -> pod.node.equals(node))
                            .max((a, b) -> Long.compare(a.bytes(), b.bytes()))
                            .orElseThrow();
            kills.add(victim.name);
            pods.remove(victim.name);
        }
    }

    private long used(NodeName node) {
        return pods.values().stream()
                .filter(pod -> pod.node.equals(node))
                .mapToLong(Pod::bytes)
                .sum();
    }

    private void sample() {
        List<NodeSnapshot> seenNodes = new ArrayList<>();
        nodes.forEach((name, usable) ->
                seenNodes.add(
                        new NodeSnapshot(
                                name,
                                usable,
                                new DataSize(used(name)),
                                now,
                                OptionalDouble.empty(),
                                true)));
        List<PodSnapshot> seenPods = new ArrayList<>();
        for (Pod pod : pods.values()) {
            seenPods.add(
                    new PodSnapshot(
                            pod.uid,
                            pod.previous,
                            pod.name,
                            pod.node,
                            pod.name,
                            Map.of(),
                            new DataSize(pod.bytes()),
                            now,
                            Optional.empty(),
                            START,
                            List.of()));
        }
        seen = new ClusterSnapshot(now, seenNodes, seenPods);
    }

    @Override
    public ClusterSnapshot snapshot(Instant at) {
        return new ClusterSnapshot(at, seen.nodes(), seen.pods());
    }

    @Override
    public void start(MigrationRecord record, Step step) {
        double seconds =
                step == Step.DUMP_AND_SHIP
                        ? moveFixed + movePerGibibyte * record.size().gibibytes()
                        : 0.01;
        stepEnds.putIfAbsent(record.id() + " " + step, now.plusMillis(Math.round(seconds * 1000)));
        Pod pod = pods.get(record.podName());
        if (pod == null) {
            return;
        }
        switch (step) {
            case DUMP_AND_SHIP -> pod.frozen = true;
            case KILL_SOURCE -> {
                pod.node = record.target();
                pod.uid = record.cloneUid();
                pod.previous = Optional.of(record.podUid());
            }
            case RELEASE_TARGET, ABORT_SOURCE -> pod.frozen = false;
            case PREFLIGHT_SOURCE,
                    PREFLIGHT_TARGET,
                    HOLD_TARGET,
                    PREPARE_TARGET,
                    PROMISE_SOURCE,
                    CLEAN_SOURCE,
                    CLEAN_TARGET,
                    ABORT_TARGET -> {}
        }
    }

    @Override
    public StepStatus poll(MigrationRecord record, Step step) {
        if (!pods.containsKey(record.podName()) && !record.state().committed()) {
            return step == Step.ABORT_SOURCE || step == Step.ABORT_TARGET
                    ? new StepStatus.Done(Optional.empty(), Map.of())
                    : new StepStatus.Failed("the pod is gone");
        }
        Instant end = stepEnds.get(record.id() + " " + step);
        return end == null || now.isBefore(end)
                ? StepStatus.Pending.unknown("under way")
                : new StepStatus.Done(
                        step == Step.DUMP_AND_SHIP ? Optional.of("hash") : Optional.empty(),
                        Map.of());
    }
}
