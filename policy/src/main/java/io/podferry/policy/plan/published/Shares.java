package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;

/** Shares of a node's memory. */
final class Shares {
    private Shares() {}

    /** Used share of what is usable; 1 for a node without memory. */
    static double used(NodeSnapshot node) {
        double usable = node.usable().bytes();
        return usable == 0 ? 1 : node.memory().bytes() / usable;
    }

    /** Bytes above the given share, 0 or more. */
    static double above(NodeSnapshot node, double share) {
        return Math.max(0, node.memory().bytes() - share * node.usable().bytes());
    }
}
