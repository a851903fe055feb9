package io.podferry.policy.migration;

/**
 * Where a migration stands.
 *
 * <pre>
 *   PLANNED -> PREFLIGHT_OK -> TARGET_HELD -> FROZEN -> DUMPED -> SHIPPED -> PREPARED -> COMMITTED -> SOURCE_DEAD -> RUNNING -> DONE
 *      |            |              |            |         |         |          |
 *      +------------+--------------+------------+---------+---------+----------+--> ABORTING -> ABORTED
 * </pre>
 *
 * The compare-and-set PREPARED -> COMMITTED is the one decision point: before it only an abort is
 * legal, after it only rolling forward.
 */
public enum MigrationState {
    /** Written down, nothing done yet. */
    PLANNED,
    /** Source and target both said that the move can work. */
    PREFLIGHT_OK,
    /** The target holds memory, an address and an empty pod for the clone. */
    TARGET_HELD,
    /** The source pod stands still; its pages are on their way. */
    FROZEN,
    /** The dump is complete; the source waits for the vote. */
    DUMPED,
    /** The target has every chunk and has verified the root hash. */
    SHIPPED,
    /**
     * The clone is rebuilt and held before its first instruction; the source has promised to obey
     * the decision.
     */
    PREPARED,
    /** Decided: the clone will run, the source will not. */
    COMMITTED,
    /** The source agent has proved that no process of the source is left. */
    SOURCE_DEAD,
    /** The clone executes. */
    RUNNING,
    /** The checkpoint is removed, nothing is left to do. */
    DONE,
    /** Going back: the source is to run on where it stood. */
    ABORTING,
    /** The source runs on, nothing is left on the target. */
    ABORTED;

    public boolean terminal() {
        return this == DONE || this == ABORTED;
    }

    /** Whether the decision to run the clone has been taken. */
    public boolean committed() {
        return switch (this) {
            case COMMITTED, SOURCE_DEAD, RUNNING, DONE -> true;
            case PLANNED,
                    PREFLIGHT_OK,
                    TARGET_HELD,
                    FROZEN,
                    DUMPED,
                    SHIPPED,
                    PREPARED,
                    ABORTING,
                    ABORTED ->
                    false;
        };
    }
}
