package io.podferry.cli.bench;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A cluster of any size for timing the engine: pods that rest, saw, and grow; moves that succeed at
 * once. Every node is sampled anew at every tick, which is the most work an engine can get. Not
 * thread-safe.
 */
final class SyntheticCluster implements TelemetrySource, MigrationExecutor {
    private static final long MIB = 1 << 20;
    private static final double GROWING = 0.1;
    private static final double SAWING = 0.2;

    private final Instant start;
    private final List<NodeName> nodes = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final DataSize usable;

    /** A pod whose memory is {@code base + slope x t + teeth}. */
    private static final class Pod {
        private final String name;
        private final long base;
        private final double perSecond;
        private final double tooth;
        private final double period;
        private NodeName node;
        private PodUid uid;
        private Optional<PodUid> previous = Optional.empty();

        private Pod(
                int index,
                NodeName node,
                long base,
                double perSecond,
                double tooth,
                double period) {
            this.name = "pod-" + index;
            this.uid = new PodUid(name + ".0");
            this.node = node;
            this.base = base;
            this.perSecond = perSecond;
            this.tooth = tooth;
            this.period = period;
        }

        private long memory(double seconds) {
            return base + Math.round(perSecond * seconds + tooth * (seconds % period) / period);
        }
    }

    SyntheticCluster(int nodeCount, int podCount, Instant start, long seed) {
        this.start = start;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < nodeCount; i++) {
            nodes.add(new NodeName("node-%05d".formatted(i)));
        }
        long perNode = 0;
        for (int i = 0; i < podCount; i++) {
            long base = random.nextLong(50, 900) * MIB;
            double kind = random.nextDouble();
            double perSecond = kind < GROWING ? random.nextDouble(0.05, 0.5) * MIB : 0;
            boolean saws = kind >= GROWING && kind < GROWING + SAWING;
            double tooth = saws ? random.nextDouble(10, 80) * MIB : 0;
            pods.add(
                    new Pod(
                            i,
                            nodes.get(i % nodeCount),
                            base,
                            perSecond,
                            tooth,
                            random.nextDouble(5, 60)));
            perNode += base;
        }
        this.usable = DataSize.ofBytes(Math.round(perNode / (double) nodeCount * 1.25));
    }

    @Override
    public ClusterSnapshot snapshot(Instant now) {
        double seconds = Duration.between(start, now).toMillis() / 1000.0;
        long[] used = new long[nodes.size()];
        List<PodSnapshot> podSnapshots = new ArrayList<>(pods.size());
        for (Pod pod : pods) {
            long memory = pod.memory(seconds);
            used[index(pod.node)] += memory;
            podSnapshots.add(
                    new PodSnapshot(
                            pod.uid,
                            pod.previous,
                            pod.name,
                            pod.node,
                            "class",
                            Map.of(),
                            DataSize.ofBytes(memory),
                            now,
                            Optional.empty(),
                            start,
                            List.of()));
        }
        List<NodeSnapshot> nodeSnapshots = new ArrayList<>(nodes.size());
        for (int i = 0; i < used.length; i++) {
            nodeSnapshots.add(
                    new NodeSnapshot(
                            nodes.get(i),
                            usable,
                            DataSize.ofBytes(used[i]),
                            now,
                            OptionalDouble.empty(),
                            true));
        }
        return new ClusterSnapshot(now, nodeSnapshots, podSnapshots);
    }

    private static int index(NodeName node) {
        return Integer.parseInt(node.value().substring("node-".length()));
    }

    @Override
    public void start(MigrationRecord record, Step step) {
        if (step == Step.RELEASE_TARGET) {
            for (Pod pod : pods) {
                if (pod.uid.equals(record.podUid())) {
                    pod.previous = Optional.of(pod.uid);
                    pod.uid = record.cloneUid();
                    pod.node = record.target();
                }
            }
        }
    }

    @Override
    public StepStatus poll(MigrationRecord record, Step step) {
        return new StepStatus.Done(Optional.of("synthetic"), Map.of());
    }
}
