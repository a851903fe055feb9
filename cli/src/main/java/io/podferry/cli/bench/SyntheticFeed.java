package io.podferry.cli.bench;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.TelemetryFeed;
import io.podferry.policy.telemetry.TelemetrySink;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A large cluster whose pods are made up on the fly: mostly steady with some noise, a tenth of
 * saw-teeth, a few percent that grow. Nodes of 64 GiB hold thirty pods and are 55 to 85 % full. In
 * each delivery a share of the pods, spread evenly, has a new sample; the memory of nodes is that
 * of the last delivery with all of them.
 */
final class SyntheticFeed implements TelemetryFeed {
    static final int PODS_PER_NODE = 30;
    private static final long GIB = 1L << 30;
    private static final long USABLE = 64 * GIB;
    private static final int CLASSES = 200;

    private final int nodes;
    private final int[] nodeHandles;
    private final int[] podHandles;
    private final float[] level;
    private final float[] amplitude;
    private final byte[] shape;
    private final long[] nodeMemory;
    private final SplittableRandom random = new SplittableRandom(11);
    private double share = 1;
    private long round;
    private boolean admitted;
    private final String[] classes = new String[CLASSES];
    private long noise = 88172645463325252L;

    SyntheticFeed(int nodes) {
        this.nodes = nodes;
        int pods = nodes * PODS_PER_NODE;
        nodeHandles = new int[nodes];
        podHandles = new int[pods];
        level = new float[pods];
        amplitude = new float[pods];
        shape = new byte[pods];
        nodeMemory = new long[nodes];
        Arrays.fill(nodeMemory, GIB);
        for (int i = 0; i < CLASSES; i++) {
            classes[i] = "class-" + i;
        }
        for (int node = 0; node < nodes; node++) {
            double filled = random.nextDouble(0.55, 0.85) * USABLE;
            for (int i = 0; i < PODS_PER_NODE; i++) {
                int pod = node * PODS_PER_NODE + i;
                level[pod] = (float) (filled / PODS_PER_NODE * random.nextDouble(0.3, 1.7));
                double kind = random.nextDouble();
                shape[pod] = (byte) (kind < 0.87 ? 0 : kind < 0.97 ? 1 : 2);
                amplitude[pod] =
                        switch (shape[pod]) {
                            case 0 -> (float) (level[pod] * random.nextDouble(0.0005, 0.01));
                            case 1 -> (float) (level[pod] * 0.3);
                            default -> (float) (random.nextDouble(0.1, 3) * (1 << 20));
                        };
            }
        }
    }

    /** Which share of the pods has a new sample in the next deliveries. */
    void share(double next) {
        share = next;
    }

    @Override
    public void deliver(Instant now, TelemetrySink sink) {
        long at = now.toEpochMilli();
        if (!admitted) {
            admit(now, sink);
        }
        round++;
        int stride = (int) Math.round(1 / share);
        int first = (int) (round % stride);
        if (stride == 1) {
            Arrays.fill(nodeMemory, GIB);
        }
        for (int pod = first; pod < podHandles.length; pod += stride) {
            long bytes = bytes(pod);
            nodeMemory[pod / PODS_PER_NODE] += stride == 1 ? bytes : 0;
            sink.podSample(podHandles[pod], bytes, at);
        }
        for (int node = 0; node < nodes; node++) {
            if (stride == 1 || node % stride == first) {
                sink.nodeSample(nodeHandles[node], USABLE, nodeMemory[node], at, Double.NaN, true);
            }
        }
    }

    private void admit(Instant now, TelemetrySink sink) {
        admitted = true;
        for (int node = 0; node < nodes; node++) {
            NodeName name = new NodeName("node-%05d".formatted(node));
            nodeHandles[node] = sink.node(name);
            sink.nodeSample(
                    nodeHandles[node], USABLE, GIB, now.toEpochMilli() - 1, Double.NaN, true);
            for (int i = 0; i < PODS_PER_NODE; i++) {
                int pod = node * PODS_PER_NODE + i;
                podHandles[pod] =
                        sink.pod(
                                new PodSnapshot(
                                        new PodUid(new UUID(pod * 7919L, pod).toString()),
                                        Optional.empty(),
                                        "ns-" + pod % 50 + "/pod-" + pod,
                                        name,
                                        classes[pod % CLASSES],
                                        Map.of(),
                                        DataSize.ofBytes((long) level[pod]),
                                        now.minusMillis(1),
                                        Optional.empty(),
                                        now,
                                        List.of()));
            }
        }
    }

    private long bytes(int pod) {
        noise ^= noise << 13;
        noise ^= noise >>> 7;
        noise ^= noise << 17;
        double uniform = (noise >>> 11) * 0x1p-53;
        return switch (shape[pod]) {
            case 0 -> (long) (level[pod] + amplitude[pod] * (uniform - 0.5));
            case 1 -> (long) (level[pod] + amplitude[pod] * ((round + pod) % 12) / 12);
            default -> {
                level[pod] = Math.min(level[pod] + amplitude[pod] * 10, 8f * GIB);
                yield (long) level[pod];
            }
        };
    }
}
