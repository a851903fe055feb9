package io.podferry.agent.checkpoint;

import java.util.Optional;

/**
 * The restore of one container, held before its first instruction, in a folder of its own. Holds no
 * state, as {@link ContainerDump}.
 */
public interface HeldRestore {
    RestoreState poll();

    /** Keeps the dead-man's timer (15 s) from removing the clone. Call every second or so. */
    void heartbeat();

    /**
     * Idempotent; the first vote stands.
     *
     * @param release true: execute; false: remove, also when it is not held yet
     * @return false when the opposite was decided before, or there is no held clone to let go
     */
    boolean vote(boolean release);

    /**
     * Removes what a killed or failed restore left: processes, runc's record, what is in the
     * cgroup. Touches nothing of a restore that is running, held or released.
     *
     * @return what had to be done, empty when there was nothing to do
     */
    Optional<String> repair();
}
