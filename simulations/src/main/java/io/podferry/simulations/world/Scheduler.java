package io.podferry.simulations.world;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.Placement;
import io.podferry.policy.placement.PlacementPod;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Places new pods as kube-scheduler does: requests must fit, then the placement code of the product
 * filters and ranks by usage as it is known. Like kube-scheduler it looks at no more than a part of
 * a large cluster, going round. Not thread-safe.
 */
final class Scheduler {
    private static final int LOOKED_AT = 100;

    private final Pods pods;
    private final Nodes nodes;
    private final Metrics metrics;
    private final PlacementService placement = PlacementService.standard();
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final double[] requested;

    /** Per node: pods placed since the newest known sample, with their times and requests. */
    private final List<Deque<double[]>> fresh = new ArrayList<>();

    private int turn;

    Scheduler(Pods pods, Nodes nodes, Metrics metrics) {
        this.pods = pods;
        this.nodes = nodes;
        this.metrics = metrics;
        this.requested = new double[nodes.size];
        for (int i = 0; i < nodes.size; i++) {
            fresh.add(new ArrayDeque<>());
        }
    }

    void queue(int pod) {
        pods.state[pod] = Pods.PENDING;
        waiting.addLast(pod);
    }

    /** Pods that wait for a node. */
    int waiting() {
        return waiting.size();
    }

    /** Places what can be placed, first come first served; the others wait on. */
    void place(long now, Placed placed) {
        int tries = waiting.size();
        for (int i = 0; i < tries; i++) {
            int pod = waiting.removeFirst();
            Optional<Integer> node = place(pod, now);
            if (node.isPresent()) {
                placed.on(pod, node.get());
            } else {
                waiting.addLast(pod);
            }
        }
    }

    /** Takes placed pods. */
    interface Placed {
        void on(int pod, int node);
    }

    /** The request of a pod now counts on a node. */
    void reserve(int pod, int node, long now) {
        requested[node] += pods.request[pod];
        double memory = Math.max(pods.request[pod], pods.trace[pod].bytes(0));
        fresh.get(node).addLast(new double[] {now, memory});
    }

    void release(int pod, int node) {
        requested[node] -= pods.request[pod];
    }

    private Optional<Integer> place(int pod, long now) {
        List<NodeOutlook> outlooks = new ArrayList<>();
        int looks = Math.min(nodes.size, LOOKED_AT);
        for (int i = 0; i < nodes.size && outlooks.size() < looks; i++) {
            int node = (turn + i) % nodes.size;
            if (nodes.heldUntil[node] <= now
                    && requested[node] + pods.request[pod] <= nodes.usable) {
                outlooks.add(outlook(node, now));
            }
        }
        turn = nodes.size > LOOKED_AT ? (turn + looks) % nodes.size : 0;
        DataSize first = DataSize.ofBytes((long) pods.trace[pod].bytes(0));
        DataSize expected =
                DataSize.ofBytes(Math.round(Math.max(pods.request[pod], first.bytes())));
        Placement answer =
                placement.place(
                        new PlacementPod(Pods.name(pod), Optional.empty(), first, expected),
                        outlooks);
        return answer.ranked().stream().findFirst().map(best -> nodes.number(best.node()));
    }

    private NodeOutlook outlook(int node, long now) {
        long since = metrics.knownSince(node, now);
        Deque<double[]> young = fresh.get(node);
        while (!young.isEmpty() && young.getFirst()[0] <= since) {
            young.removeFirst();
        }
        double promised = nodes.arriving[node];
        for (double[] one : young) {
            promised += one[1];
        }
        double usage = metrics.knownUsage(node, now);
        DataSize memory = DataSize.ofBytes(Math.max(0, Math.round(usage)));
        DataSize usable = DataSize.ofBytes((long) nodes.usable);
        DataSize reserved = DataSize.ofBytes(Math.round(promised));
        DataSize later = memory.plus(reserved);
        Instant at = Instant.ofEpochMilli(Math.max(0, since));
        NodeRisk risk =
                new NodeRisk(
                        nodes.name[node],
                        memory,
                        usable,
                        later,
                        later,
                        later,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Duration.ofMillis(Math.max(0, now - at.toEpochMilli())),
                        false);
        return new NodeOutlook(
                new NodeSnapshot(
                        nodes.name[node], usable, memory, at, OptionalDouble.empty(), true),
                risk,
                reserved);
    }
}
