package io.podferry.policy.migration;

import io.podferry.policy.plan.Action;
import java.time.Instant;
import java.util.Optional;

/**
 * Port: carries out the actions that are not moves. Never blocks; the same action may come again.
 */
@FunctionalInterface
public interface ActionExecutor {
    /**
     * Begins the action.
     *
     * @return why it cannot be done; empty when it was accepted
     */
    Optional<String> perform(Action action, Instant now);

    /** Refuses everything: for places where pods can only be moved. */
    static ActionExecutor none() {
        return (action, _) ->
                Optional.of(
                        "%s is not possible here, where pods can only be moved. Maybe take the rung out of the policy's ladder, or choose a policy that only moves pods?"
                                .formatted(action.deed()));
    }
}
