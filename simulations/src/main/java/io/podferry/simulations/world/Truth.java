package io.podferry.simulations.world;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What will happen if nobody does anything more. For judging, and for the clairvoyant only: no
 * ordinary policy gets hold of it.
 */
public final class Truth {
    private final Pods pods;
    private final Nodes nodes;
    private final long step;

    Truth(Pods pods, Nodes nodes, long stepMillis) {
        this.pods = pods;
        this.nodes = nodes;
        this.step = stepMillis;
    }

    /** Number of nodes. */
    public int nodes() {
        return nodes.size;
    }

    /** Identity of a node. */
    public NodeName node(int number) {
        return nodes.name[number];
    }

    /** Pods on a node now. */
    public int[] pods(int node) {
        return Arrays.copyOf(nodes.pods[node], nodes.count[node]);
    }

    /** Identity of a pod. */
    public PodUid uid(int pod) {
        return pods.uid[pod];
    }

    /** Memory of a pod now, bytes. */
    public double memory(int pod) {
        return pods.memory[pod];
    }

    /** Whether it works, that is, neither stands still nor has ended. */
    public boolean works(int pod) {
        return pods.state[pod] == Pods.RUNNING;
    }

    /** Memory at which the kernel kills, bytes. */
    public double mortal() {
        return nodes.mortal;
    }

    /** Memory of clones on their way to a node, bytes. */
    public double arriving(int node) {
        return nodes.arriving[node];
    }

    /** Number of a pod. */
    public OptionalLong pod(PodUid uid) {
        return pods.find(uid).map(number -> OptionalLong.of(number)).orElse(OptionalLong.empty());
    }

    /** Memory of a pod some time ahead when it works on without a break; 0 when it has ended. */
    public double bytes(int pod, long now, long ahead) {
        if (pods.state[pod] == Pods.FROZEN) {
            return pods.memory[pod];
        }
        long work = pods.work(pod, now) + ahead;
        return work > pods.trace[pod].durationMillis() ? 0 : pods.trace[pod].bytesAt(work);
    }

    /** Highest memory of a pod within some time ahead. */
    public double highest(int pod, long now, long ahead) {
        long work = pods.work(pod, now);
        long end = pods.trace[pod].durationMillis();
        return pods.trace[pod].highest(Math.min(work, end), Math.min(work + ahead, end));
    }

    /** Time until a node would exhaust its memory with the pods and arrivals it has now. */
    public OptionalLong exhaustion(int node, long now, long horizon) {
        for (long ahead = 0; ahead <= horizon; ahead += step) {
            double sum = nodes.arriving[node];
            for (int i = 0; i < nodes.count[node]; i++) {
                sum += bytes(nodes.pods[node][i], now, ahead);
            }
            if (sum > nodes.mortal) {
                return OptionalLong.of(ahead);
            }
        }
        return OptionalLong.empty();
    }
}
