package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import java.util.Comparator;

/** Where published systems put a pod. */
final class Placers {
    private Placers() {}

    /** The node with the largest free share, if it stays below the given share with the pod. */
    static Placer mostFree(double atMost) {
        return (pod, nodes) ->
                nodes.stream()
                        .filter(node -> shareWith(node, pod) <= atMost)
                        .min(Comparator.comparingDouble(Shares::used));
    }

    /** The fullest node that stays below the given share with the pod: best fit. */
    static Placer bestFit(double atMost) {
        return (pod, nodes) ->
                nodes.stream()
                        .filter(node -> shareWith(node, pod) <= atMost)
                        .max(Comparator.comparingDouble(Shares::used));
    }

    /** A node that is below the low mark now and stays below the high one with the pod. */
    static Placer underUsed(double low, double high) {
        return (pod, nodes) ->
                nodes.stream()
                        .filter(node -> Shares.used(node) < low && shareWith(node, pod) <= high)
                        .min(Comparator.comparingDouble(Shares::used));
    }

    private static double shareWith(NodeSnapshot node, PodSnapshot pod) {
        double usable = node.usable().bytes();
        return usable == 0 ? 1 : ((double) node.memory().bytes() + pod.memory().bytes()) / usable;
    }
}
