package io.podferry.policy.plan;

import java.util.List;

/**
 * What a policy wants done now, and why.
 *
 * @param actions most urgent first
 * @param decisions one for every node that gave reason to think, "decided not to" included
 */
public record MigrationPlan(List<Action> actions, List<DecisionRecord> decisions) {
    public static final MigrationPlan NOTHING = new MigrationPlan(List.of(), List.of());

    public MigrationPlan {
        actions = List.copyOf(actions);
        decisions = List.copyOf(decisions);
    }

    /** The moves among the actions, most urgent first. */
    public List<PlannedMove> moves() {
        return actions.stream()
                .filter(PlannedMove.class::isInstance)
                .map(PlannedMove.class::cast)
                .toList();
    }
}
