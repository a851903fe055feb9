package io.podferry.simulations.judge;

import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.plan.Policy;
import java.util.function.UnaryOperator;

/** A policy that is shown something else than the others are. */
record ChangedInput(String name, Policy policy, UnaryOperator<PlanningInput> change)
        implements Policy {
    @Override
    public MigrationPlan plan(PlanningInput input) {
        return policy.plan(change.apply(input));
    }
}
