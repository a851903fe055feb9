package io.podferry.policy.engine;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodDetail;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.TelemetrySource;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Small clusters made from a seed, with pods that grow, jump, swing or stand, and with the mishaps
 * of real telemetry: gaps, delays, samples of the future, pods on two nodes or on unknown ones,
 * nodes that shrink, vanish, or have no memory at all.
 */
final class RandomClusters implements TelemetrySource {
    private static final long MIB = 1 << 20;

    private final SplittableRandom random;
    private final boolean mishaps;
    private final int nodes;
    private final long[] usable;
    private final int pods;
    private final int[] nodeOf;
    private final double[] base;
    private final double[] rate;
    private final int[] shape;
    private final Instant start;

    private RandomClusters(long seed, boolean mishaps, Instant start) {
        this.random = new SplittableRandom(seed);
        this.mishaps = mishaps;
        this.start = start;
        nodes = random.nextInt(1, 7);
        usable = new long[nodes];
        for (int i = 0; i < nodes; i++) {
            usable[i] = random.nextLong(512, 8192) * MIB;
        }
        pods = random.nextInt(0, 8 * nodes);
        nodeOf = new int[pods];
        base = new double[pods];
        rate = new double[pods];
        shape = new int[pods];
        for (int i = 0; i < pods; i++) {
            nodeOf[i] = random.nextInt(nodes);
            base[i] = random.nextDouble(10, 1500) * MIB;
            rate[i] = random.nextDouble(0, 60) * MIB;
            shape[i] = random.nextInt(4);
        }
    }

    /** Good telemetry. */
    static RandomClusters of(long seed, Instant start) {
        return new RandomClusters(seed, false, start);
    }

    /** Telemetry with mishaps. */
    static RandomClusters bad(long seed, Instant start) {
        return new RandomClusters(seed, true, start);
    }

    private boolean mishap(double probability) {
        return mishaps && random.nextDouble() < probability;
    }

    @Override
    public ClusterSnapshot snapshot(Instant now) {
        if (mishap(0.02)) {
            throw new IllegalStateException("the source is out of order");
        }
        double seconds = (now.toEpochMilli() - start.toEpochMilli()) / 1e3;
        long[] used = new long[nodes];
        List<PodSnapshot> seenPods = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            long bytes = bytes(i, Math.max(0, seconds));
            used[nodeOf[i]] += bytes;
            if (mishap(0.05)) {
                continue;
            }
            seenPods.add(pod(i, "n" + nodeOf[i], bytes, sampledAt(now)));
            if (mishap(0.05)) {
                seenPods.add(pod(i, "n" + random.nextInt(nodes + 2), bytes, now));
            }
        }
        List<NodeSnapshot> seenNodes = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            if (mishap(0.03)) {
                continue;
            }
            long size = mishap(0.03) ? 0 : mishap(0.05) ? usable[i] / 2 : usable[i];
            seenNodes.add(
                    new NodeSnapshot(
                            new NodeName("n" + i),
                            DataSize.ofBytes(size),
                            DataSize.ofBytes(Math.min(used[i], Math.max(size, used[i]))),
                            sampledAt(now),
                            mishap(0.5) ? OptionalDouble.of(Double.NaN) : OptionalDouble.empty(),
                            !mishap(0.1)));
        }
        return new ClusterSnapshot(now, seenNodes, seenPods);
    }

    private Instant sampledAt(Instant now) {
        if (mishap(0.05)) {
            return now.plusSeconds(random.nextInt(1, 3600));
        }
        return mishap(0.1) ? now.minusSeconds(random.nextInt(0, 120)) : now;
    }

    private long bytes(int pod, double seconds) {
        double bytes =
                switch (shape[pod]) {
                    case 0 -> base[pod];
                    case 1 -> base[pod] + rate[pod] * seconds;
                    case 2 -> base[pod] + rate[pod] * (seconds % 15);
                    default -> base[pod] * (1 + Math.floor(seconds / 20));
                };
        return (long) Math.min(bytes, 4096.0 * MIB);
    }

    private PodSnapshot pod(int i, String node, long bytes, Instant sampledAt) {
        boolean limited = i % 5 == 0;
        return new PodSnapshot(
                new PodUid("p" + i),
                Optional.empty(),
                "ns" + i % 3 + "/p" + i,
                new NodeName(node),
                "class" + i % 4,
                Map.of(),
                DataSize.ofBytes(bytes),
                sampledAt,
                limited ? Optional.of(DataSize.ofBytes(4096 * MIB)) : Optional.empty(),
                start,
                i % 11 == 0 ? List.of("uses a device. Maybe run it elsewhere?") : List.of(),
                new PodDetail(
                        Optional.of(DataSize.ofBytes(bytes / 2)),
                        DataSize.ofBytes(i % 7 == 0 ? 64 * MIB : 0),
                        OptionalDouble.of(i % 9 == 0 ? 30 : 0),
                        OptionalInt.of(i % 3),
                        Optional.of("ReplicaSet/rs" + i % 4),
                        OptionalInt.empty(),
                        OptionalInt.empty()));
    }
}
