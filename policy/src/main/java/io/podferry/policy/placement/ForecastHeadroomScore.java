package io.podferry.policy.placement;

/**
 * The share of the node that will be free at the horizon with the pod on it: the node's 90 %
 * quantile, which counts arrivals already, plus the pod's median. A share, so that a large node and
 * a small one compare by how far they are from trouble.
 */
public final class ForecastHeadroomScore implements PlacementScore {
    @Override
    public double score(PlacementPod pod, NodeOutlook node) {
        double usable = node.node().usable().bytes();
        double used = (double) node.risk().q90().bytes() + pod.expected().bytes();
        return usable == 0 ? 0 : Math.clamp((usable - used) / usable, 0, 1);
    }
}
