package io.podferry.policy.placement;

import java.util.Optional;

/** A hard condition on a node. */
@FunctionalInterface
public interface PlacementFilter {
    /** Why the pod cannot go there, the same words for the same reason; empty when it can. */
    Optional<String> reject(PlacementPod pod, NodeOutlook node);
}
