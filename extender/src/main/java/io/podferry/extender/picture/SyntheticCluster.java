package io.podferry.extender.picture;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A made-up cluster of nodes with 64 GiB, between a fifth and 95 % used, whose pods grow at
 * different rates. The same size and seed give the same cluster. Immutable.
 */
public final class SyntheticCluster {
    private static final DataSize USABLE = DataSize.ofGibibytes(64);
    private static final int PODS = 4;

    private final int nodes;
    private final long seed;

    public SyntheticCluster(int nodes, long seed) {
        if (nodes < 1 || nodes > 100_000) {
            throw new IllegalArgumentException(
                    "a synthetic cluster has 1 to 100000 nodes, not " + nodes);
        }
        this.nodes = nodes;
        this.seed = seed;
    }

    /** Names as cloud providers give them. */
    public static List<String> names(int count) {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(
                    "ip-10-%d-%d-%d.nodes.internal".formatted(i >>> 16, (i >>> 8) & 255, i & 255));
        }
        return names;
    }

    /** The cluster some seconds after its beginning; growth goes on, but never beyond a node. */
    public ClusterSnapshot at(Instant now, double secondsSinceStart) {
        SplittableRandom random = new SplittableRandom(seed);
        List<NodeSnapshot> nodeList = new ArrayList<>(nodes);
        List<PodSnapshot> pods = new ArrayList<>(nodes * PODS);
        List<String> names = names(nodes);
        for (int i = 0; i < nodes; i++) {
            NodeName name = new NodeName(names.get(i));
            double share = 0.2 + 0.75 * random.nextDouble();
            long sum = 0;
            for (int p = 0; p < PODS; p++) {
                double rate = random.nextInt(10) == 0 ? random.nextDouble() * (8 << 20) : 0;
                double start = share * USABLE.bytes() / PODS;
                double most = (double) USABLE.bytes() / PODS;
                long bytes = (long) Math.min(most, start + rate * secondsSinceStart);
                sum += bytes;
                pods.add(pod(i, p, name, new DataSize(bytes), now));
            }
            nodeList.add(
                    new NodeSnapshot(
                            name, USABLE, new DataSize(sum), now, OptionalDouble.empty(), true));
        }
        return new ClusterSnapshot(now, nodeList, pods);
    }

    private static PodSnapshot pod(int node, int pod, NodeName name, DataSize memory, Instant now) {
        String id = "synthetic-" + node + "-" + pod;
        return new PodSnapshot(
                new PodUid(id),
                Optional.empty(),
                "load/" + id,
                name,
                "load/class-" + pod,
                Map.of(),
                memory,
                now,
                Optional.empty(),
                now,
                List.of());
    }
}
