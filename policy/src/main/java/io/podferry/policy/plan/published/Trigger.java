package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.plan.PlanningInput;
import java.util.Optional;

/** Says when a node is in trouble. */
@FunctionalInterface
interface Trigger {
    /** Called for every node in every tick, before anybody is asked. */
    default void observe(NodeSnapshot node, PlanningInput input) {}

    /** Whether something must be done about the node; asked once per period. */
    Optional<Alarm> check(NodeSnapshot node, PlanningInput input);
}
