package io.podferry.policy.plan;

/** A pure function from facts to a plan. Ranks and explains; never acts, keeps nothing. */
public interface Policy {
    /** Name in configuration files and on the command line. */
    String name();

    MigrationPlan plan(PlanningInput input);
}
