package io.podferry.simulations.world;

import java.util.OptionalInt;

/** Evicts below its threshold: the pod with the most memory above its request has to go. */
final class Kubelet {
    /** Time from one look to the next, milliseconds. */
    static final long EVERY = 10_000;

    /** Below this share it goes by the last look, as it does between its own readings. */
    private static final double NEARLY_FULL = 0.8;

    private final RunConfig config;
    private final Pods pods;
    private final Nodes nodes;
    private final Kernel kernel;

    Kubelet(RunConfig config, Pods pods, Nodes nodes, Kernel kernel) {
        this.config = config;
        this.pods = pods;
        this.nodes = nodes;
        this.kernel = kernel;
    }

    /** The pod to evict from a node now; empty when there is memory enough, or nobody to evict. */
    OptionalInt victim(int node, long now) {
        if (nodes.used[node] > NEARLY_FULL * nodes.usable) {
            kernel.advance(node, now);
        }
        if (nodes.usable - nodes.used[node] >= config.evictionThreshold().bytes()) {
            return OptionalInt.empty();
        }
        OptionalInt victim = OptionalInt.empty();
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < nodes.count[node]; i++) {
            int pod = nodes.pods[node][i];
            double above = pods.memory[pod] - pods.request[pod];
            if (pods.state[pod] == Pods.RUNNING && above > most) {
                most = above;
                victim = OptionalInt.of(pod);
            }
        }
        return victim;
    }
}
