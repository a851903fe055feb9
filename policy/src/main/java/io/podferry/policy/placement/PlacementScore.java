package io.podferry.policy.placement;

/** A soft preference for a node. */
@FunctionalInterface
public interface PlacementScore {
    /** From 0 (worst) to 1 (best). */
    double score(PlacementPod pod, NodeOutlook node);
}
