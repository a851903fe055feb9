package io.podferry.policy.migration;

import static io.podferry.policy.migration.MigrationState.ABORTED;
import static io.podferry.policy.migration.MigrationState.ABORTING;
import static io.podferry.policy.migration.MigrationState.COMMITTED;
import static io.podferry.policy.migration.MigrationState.DONE;
import static io.podferry.policy.migration.MigrationState.DUMPED;
import static io.podferry.policy.migration.MigrationState.FROZEN;
import static io.podferry.policy.migration.MigrationState.PLANNED;
import static io.podferry.policy.migration.MigrationState.PREFLIGHT_OK;
import static io.podferry.policy.migration.MigrationState.PREPARED;
import static io.podferry.policy.migration.MigrationState.RUNNING;
import static io.podferry.policy.migration.MigrationState.SHIPPED;
import static io.podferry.policy.migration.MigrationState.SOURCE_DEAD;
import static io.podferry.policy.migration.MigrationState.TARGET_HELD;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The transitions of {@link MigrationState} as data: one row per state that can be left. */
final class TransitionTable {
    /** What becomes of a state whose step failed or took too long. */
    enum Otherwise {
        /** Go back; only legal before COMMITTED. */
        ABORT,
        /** Ask again after a while, for ever; the only way after COMMITTED and while aborting. */
        RETRY
    }

    /**
     * @param from the state
     * @param phases steps asked in this order; the steps of one phase are asked together and all of
     *     them must be done
     * @param to the state when all phases are done
     * @param otherwise what a failure or a time-out leads to
     */
    record Row(
            MigrationState from, List<Set<Step>> phases, MigrationState to, Otherwise otherwise) {}

    private static final Set<Step> SHIP = Set.of(Step.DUMP_AND_SHIP);
    private static final Map<MigrationState, Row> ROWS = new EnumMap<>(MigrationState.class);

    static {
        // Both sides say that the move can work.
        row(PLANNED, PREFLIGHT_OK, List.of(Set.of(Step.PREFLIGHT_SOURCE, Step.PREFLIGHT_TARGET)));
        // The target sets memory aside.
        row(PREFLIGHT_OK, TARGET_HELD, List.of(Set.of(Step.HOLD_TARGET)));
        // One step passes FROZEN and DUMPED on its way; each has a time-out of its own.
        row(TARGET_HELD, SHIPPED, List.of(SHIP));
        row(FROZEN, SHIPPED, List.of(SHIP));
        row(DUMPED, SHIPPED, List.of(SHIP));
        // First the clone, then the promise: the promise takes away the source's freedom to thaw.
        row(SHIPPED, PREPARED, List.of(Set.of(Step.PREPARE_TARGET), Set.of(Step.PROMISE_SOURCE)));
        // The decision is the compare-and-set itself.
        row(PREPARED, COMMITTED, List.of());
        forward(COMMITTED, SOURCE_DEAD, List.of(Set.of(Step.KILL_SOURCE)));
        forward(SOURCE_DEAD, RUNNING, List.of(Set.of(Step.RELEASE_TARGET)));
        forward(RUNNING, DONE, List.of(Set.of(Step.CLEAN_SOURCE, Step.CLEAN_TARGET)));
        forward(ABORTING, ABORTED, List.of(Set.of(Step.ABORT_SOURCE, Step.ABORT_TARGET)));
    }

    private TransitionTable() {}

    /** The row of a state that is not terminal. */
    static Row of(MigrationState state) {
        Row row = ROWS.get(state);
        if (row == null) {
            throw new IllegalArgumentException("no transition leaves the terminal state " + state);
        }
        return row;
    }

    private static void row(MigrationState from, MigrationState to, List<Set<Step>> phases) {
        ROWS.put(from, new Row(from, phases, to, Otherwise.ABORT));
    }

    private static void forward(MigrationState from, MigrationState to, List<Set<Step>> phases) {
        ROWS.put(from, new Row(from, phases, to, Otherwise.RETRY));
    }
}
