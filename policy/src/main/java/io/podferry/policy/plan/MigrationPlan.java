package io.podferry.policy.plan;

import java.util.List;

/**
 * What a policy wants done now, and why.
 *
 * @param moves most urgent first
 * @param decisions one for every node that gave reason to think, "decided not to" included
 */
public record MigrationPlan(List<PlannedMove> moves, List<DecisionRecord> decisions) {
    public static final MigrationPlan NOTHING = new MigrationPlan(List.of(), List.of());

    public MigrationPlan {
        moves = List.copyOf(moves);
        decisions = List.copyOf(decisions);
    }
}
