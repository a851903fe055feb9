package io.podferry.simulations.world;

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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and seen a while later. Tells nothing that a real cluster would not tell: names
 * without meaning, no lengths, no future. Not thread-safe.
 */
@SuppressWarnings(
        "ReferenceEquality") // A pod keeps its UID object; another object is another incarnation.
final class Metrics implements TelemetryFeed {
    private static final long NEVER = Long.MIN_VALUE;

    private final Pods pods;
    private final Nodes nodes;
    private final long delay;
    private final int depth;

    /** Times of the latest samples of pod after pod, {@link #depth} of each. */
    private final long[] podTimes;

    private final float[] podBytes;
    private final int[] podHead;
    private final long[][] nodeTimes;
    private final double[][] nodeBytes;
    private final int[] nodeHead;
    private final long[] nodeTold;
    private final int[] nodeHandle;
    private final boolean[] nodeKnown;
    private final boolean[] nodeDue;
    private final long[] podTold;
    private final int[] podHandle;

    /** Identity under which the engine knows a pod; null when it does not. */
    private final @Nullable PodUid[] told;

    private final int[] single;
    private int singles;
    private long taken;

    Metrics(Pods pods, Nodes nodes, RunConfig config) {
        this.pods = pods;
        this.nodes = nodes;
        this.delay = config.sampleDelay().toMillis();
        this.depth = (int) (delay / config.samplePeriod().toMillis()) + 2;
        this.podTimes = new long[depth * pods.size];
        this.podBytes = new float[depth * pods.size];
        this.podHead = new int[pods.size];
        this.nodeTimes = new long[depth][nodes.size];
        this.nodeBytes = new double[depth][nodes.size];
        this.nodeHead = new int[nodes.size];
        this.nodeTold = new long[nodes.size];
        this.nodeHandle = new int[nodes.size];
        this.nodeKnown = new boolean[nodes.size];
        this.nodeDue = new boolean[nodes.size];
        this.podTold = new long[pods.size];
        this.podHandle = new int[pods.size];
        this.told = new PodUid[pods.size];
        this.single = new int[pods.size];
        Arrays.fill(nodeTold, NEVER);
        Arrays.fill(podTold, NEVER);
        Arrays.fill(podTimes, NEVER);
        for (long[] times : nodeTimes) {
            Arrays.fill(times, NEVER);
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
            read(list[i], now);
        }
        taken += nodes.count[node];
    }

    /** A pod that has just arrived is read at once. */
    void samplePod(int pod, long now) {
        read(pod, now);
        if (singles < single.length) {
            single[singles++] = pod;
        }
    }

    private void read(int pod, long now) {
        int head = podHead[pod] + 1 == depth ? 0 : podHead[pod] + 1;
        podHead[pod] = head;
        podTimes[pod * depth + head] = now;
        podBytes[pod * depth + head] = (float) pods.memory[pod];
    }

    /** A new incarnation has no samples. */
    void forget(int pod) {
        Arrays.fill(podTimes, pod * depth, (pod + 1) * depth, NEVER);
        podTold[pod] = NEVER;
    }

    /** Place of the newest sample of a pod that can be seen, or one that holds NEVER. */
    private int podPlace(int pod, long visible) {
        int first = pod * depth;
        int row = podHead[pod];
        for (int i = 1; i < depth && podTimes[first + row] > visible; i++) {
            row = row == 0 ? depth - 1 : row - 1;
        }
        return first + row;
    }

    private int nodeRow(int node, long visible) {
        int row = nodeHead[node];
        for (int i = 1; i < depth && nodeTimes[row][node] > visible; i++) {
            row = row == 0 ? depth - 1 : row - 1;
        }
        return row;
    }

    /** Usage of a node as it is known, bytes; 0 before the first sample. */
    double knownUsage(int node, long now) {
        int row = nodeRow(node, now - delay);
        long at = nodeTimes[row][node];
        return at == NEVER || at > now - delay ? 0 : nodeBytes[row][node];
    }

    /** Time of what {@link #knownUsage} tells; long ago before the first sample. */
    long knownSince(int node, long now) {
        int row = nodeRow(node, now - delay);
        long at = nodeTimes[row][node];
        return at > now - delay ? NEVER : at;
    }

    @Override
    public void deliver(Instant now, TelemetrySink sink) {
        long millis = now.toEpochMilli();
        long visible = millis - delay;
        for (int node = 0; node < nodes.size; node++) {
            int row = nodeRow(node, visible);
            long at = nodeTimes[row][node];
            nodeDue[node] = at <= visible && at > nodeTold[node];
            if (nodeDue[node]) {
                tellNode(node, row, millis, sink);
                nodeTold[node] = at;
            }
        }
        for (int pod = 0; pod < pods.size; pod++) {
            byte state = pods.state[pod];
            boolean here = state == Pods.RUNNING || state == Pods.FROZEN;
            if (told[pod] != null && (!here || told[pod] != pods.uid[pod])) {
                sink.podGone(podHandle[pod]);
                told[pod] = null;
            }
            if (here && nodeDue[pods.node[pod]]) {
                tellPod(pod, pods.node[pod], visible, sink);
            }
        }
        for (int i = 0; i < singles; i++) {
            int pod = single[i];
            if (pods.state[pod] == Pods.RUNNING) {
                tellPod(pod, pods.node[pod], visible, sink);
            }
        }
        singles = 0;
    }

    private void tellNode(int node, int row, long now, TelemetrySink sink) {
        if (!nodeKnown[node]) {
            nodeHandle[node] = sink.node(nodes.name[node]);
            nodeKnown[node] = true;
        }
        sink.nodeSample(
                nodeHandle[node],
                (long) nodes.usable,
                Math.max(0, (long) nodeBytes[row][node]),
                nodeTimes[row][node],
                Double.NaN,
                nodes.heldUntil[node] <= now);
    }

    private void tellPod(int pod, int node, long visible, TelemetrySink sink) {
        int place = podPlace(pod, visible);
        long at = podTimes[place];
        if (at == NEVER || at > visible || at <= podTold[pod]) {
            return;
        }
        podTold[pod] = at;
        long bytes = (long) podBytes[place];
        if (told[pod] == pods.uid[pod]) {
            sink.podSample(podHandle[pod], bytes, at);
        } else {
            podHandle[pod] = sink.pod(facts(pod, node, bytes, at));
            told[pod] = pods.uid[pod];
        }
    }

    private PodSnapshot facts(int pod, int node, long bytes, long at) {
        OptionalLong limit = pods.trace[pod].limit();
        return new PodSnapshot(
                pods.uid[pod],
                pods.previousOf(pod),
                Pods.name(pod),
                nodes.name[node],
                pods.trace[pod].workloadClass(),
                Map.of(),
                DataSize.ofBytes(bytes),
                Instant.ofEpochMilli(at),
                limit.isPresent()
                        ? Optional.of(DataSize.ofBytes(limit.getAsLong()))
                        : Optional.empty(),
                Instant.ofEpochMilli(pods.startedAt[pod]),
                List.of());
    }
}
