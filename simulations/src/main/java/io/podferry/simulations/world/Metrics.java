package io.podferry.simulations.world;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.telemetry.TelemetrySource;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is measured, and seen a while later. Tells nothing that a real cluster would not tell: names
 * without meaning, no lengths, no future. Not thread-safe.
 */
final class Metrics implements TelemetrySource {
    private static final long NEVER = Long.MIN_VALUE;

    private final Pods pods;
    private final Nodes nodes;
    private final long delay;
    private final int depth;
    private final long[][] podTimes;
    private final float[][] podBytes;
    private final int[] podHead;
    private final long[][] nodeTimes;
    private final double[][] nodeBytes;
    private final int[] nodeHead;
    private long taken;

    Metrics(Pods pods, Nodes nodes, RunConfig config) {
        this.pods = pods;
        this.nodes = nodes;
        this.delay = config.sampleDelay().toMillis();
        this.depth = (int) (delay / config.samplePeriod().toMillis()) + 2;
        this.podTimes = new long[depth][pods.size];
        this.podBytes = new float[depth][pods.size];
        this.podHead = new int[pods.size];
        this.nodeTimes = new long[depth][nodes.size];
        this.nodeBytes = new double[depth][nodes.size];
        this.nodeHead = new int[nodes.size];
        for (int i = 0; i < depth; i++) {
            Arrays.fill(podTimes[i], NEVER);
            Arrays.fill(nodeTimes[i], NEVER);
        }
    }

    /** Number of samples of pods that were taken. */
    long taken() {
        return taken;
    }

    /** The agent of a node reads it and all its pods. */
    void sample(int node, long now) {
        int head = nodeHead[node] + 1 == depth ? 0 : nodeHead[node] + 1;
        nodeHead[node] = head;
        nodeTimes[head][node] = now;
        nodeBytes[head][node] = nodes.used[node] - nodes.arriving[node];
        int[] list = nodes.pods[node];
        for (int i = 0; i < nodes.count[node]; i++) {
            samplePod(list[i], now);
        }
        taken += nodes.count[node];
    }

    void samplePod(int pod, long now) {
        int head = podHead[pod] + 1 == depth ? 0 : podHead[pod] + 1;
        podHead[pod] = head;
        podTimes[head][pod] = now;
        podBytes[head][pod] = (float) pods.memory[pod];
    }

    /** A new incarnation has no samples. */
    void forget(int pod) {
        for (int i = 0; i < depth; i++) {
            podTimes[i][pod] = NEVER;
        }
    }

    /** Row of the newest sample of a pod that can be seen, or one that holds NEVER. */
    private int podRow(int pod, long now) {
        int row = podHead[pod];
        for (int i = 1; i < depth && podTimes[row][pod] > now - delay; i++) {
            row = row == 0 ? depth - 1 : row - 1;
        }
        return row;
    }

    private int nodeRow(int node, long now) {
        int row = nodeHead[node];
        for (int i = 1; i < depth && nodeTimes[row][node] > now - delay; i++) {
            row = row == 0 ? depth - 1 : row - 1;
        }
        return row;
    }

    /** Usage of a node as it is known, bytes; 0 before the first sample. */
    double knownUsage(int node, long now) {
        int row = nodeRow(node, now);
        long at = nodeTimes[row][node];
        return at == NEVER || at > now - delay ? 0 : nodeBytes[row][node];
    }

    /** Time of what {@link #knownUsage} tells; long ago before the first sample. */
    long knownSince(int node, long now) {
        int row = nodeRow(node, now);
        long at = nodeTimes[row][node];
        return at > now - delay ? NEVER : at;
    }

    @Override
    public ClusterSnapshot snapshot(Instant now) {
        long millis = now.toEpochMilli();
        List<NodeSnapshot> seenNodes = new ArrayList<>(nodes.size);
        List<PodSnapshot> seenPods = new ArrayList<>();
        for (int node = 0; node < nodes.size; node++) {
            seenNodes.add(node(node, millis));
            for (int i = 0; i < nodes.count[node]; i++) {
                pod(nodes.pods[node][i], node, millis).ifPresent(seenPods::add);
            }
        }
        return new ClusterSnapshot(now, seenNodes, seenPods);
    }

    private NodeSnapshot node(int node, long now) {
        long at = Math.max(0, knownSince(node, now));
        return new NodeSnapshot(
                nodes.name[node],
                DataSize.ofBytes((long) nodes.usable),
                DataSize.ofBytes(Math.max(0, Math.round(knownUsage(node, now)))),
                Instant.ofEpochMilli(at),
                OptionalDouble.empty(),
                nodes.heldUntil[node] <= now);
    }

    private Optional<PodSnapshot> pod(int pod, int node, long now) {
        int row = podRow(pod, now);
        long at = podTimes[row][pod];
        if (at == NEVER || at > now - delay) {
            return Optional.empty();
        }
        var limit = pods.trace[pod].limit();
        return Optional.of(
                new PodSnapshot(
                        pods.uid[pod],
                        pods.previousOf(pod),
                        Pods.name(pod),
                        nodes.name[node],
                        pods.trace[pod].workloadClass(),
                        Map.of(),
                        DataSize.ofBytes((long) podBytes[row][pod]),
                        Instant.ofEpochMilli(at),
                        limit.isPresent()
                                ? Optional.of(DataSize.ofBytes(limit.getAsLong()))
                                : Optional.empty(),
                        Instant.ofEpochMilli(pods.startedAt[pod]),
                        List.of()));
    }
}
