package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import java.util.List;
import java.util.Optional;

/** Chooses the node that a pod goes to. */
@FunctionalInterface
interface Placer {
    /**
     * The target; empty when no node has room.
     *
     * @param nodes all nodes that may be used, with what this plan adds to them
     */
    Optional<NodeSnapshot> place(PodSnapshot pod, List<NodeSnapshot> nodes);
}
