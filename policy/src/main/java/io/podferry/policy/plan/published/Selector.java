package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.plan.PlanningInput;
import java.util.List;

/** Ranks the pods that should leave a node in trouble. */
@FunctionalInterface
interface Selector {
    /** The pods to act on, the first one first; empty when none will do. */
    List<PodSnapshot> select(
            NodeSnapshot node, Alarm alarm, List<PodSnapshot> pods, PlanningInput input);
}
