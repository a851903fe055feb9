package io.podferry.simulations.world;

import io.podferry.policy.cluster.PodUid;
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
