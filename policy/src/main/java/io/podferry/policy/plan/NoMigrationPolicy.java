package io.podferry.policy.plan;

/** Never moves anything: the kernel decides. The yardstick for every other policy. */
public final class NoMigrationPolicy implements Policy {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public MigrationPlan plan(PlanningInput input) {
        return MigrationPlan.NOTHING;
    }
}
