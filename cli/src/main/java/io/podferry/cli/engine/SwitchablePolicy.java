package io.podferry.cli.engine;

import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.plan.Policy;

/** The policy in force, which a person may replace between two ticks. Thread-safe. */
final class SwitchablePolicy implements Policy {
    private volatile Policy policy;

    SwitchablePolicy(Policy policy) {
        this.policy = policy;
    }

    void replace(Policy next) {
        policy = next;
    }

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public MigrationPlan plan(PlanningInput input) {
        return policy.plan(input);
    }
}
