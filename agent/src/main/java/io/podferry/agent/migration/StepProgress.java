package io.podferry.agent.migration;

import io.podferry.policy.migration.MigrationState;
import java.util.Map;

/** Where a running step tells how far it is. Thread-safe. */
@FunctionalInterface
interface StepProgress {
    /** What is being done now, without a state passed. */
    default void at(String detail, Map<String, Long> facts) {
        reached(null, detail, facts);
    }

    void reached(
            @org.jspecify.annotations.Nullable MigrationState state,
            String detail,
            Map<String, Long> facts);
}
