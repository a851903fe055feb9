package io.podferry.agent.checkpoint;

import java.time.Instant;
import java.util.Optional;

/** Where a dump stands. */
public sealed interface DumpState {
    /**
     * CRIU is at work.
     *
     * @param frozenAt when the tasks stood still, empty before
     */
    record Running(Optional<Instant> frozenAt) implements DumpState {}

    /**
     * The images are complete; the tasks stand still, held by CRIU and by their own frozen cgroup,
     * until the vote.
     *
     * @param frozenAt the latest moment at which the program can have executed
     * @param dumpedAt when the images were complete
     */
    record AwaitingVote(Instant frozenAt, Instant dumpedAt) implements DumpState {}

    /**
     * The dump ended without a vote.
     *
     * @param reason what CRIU or runc said, and what can be done about it
     * @param alive whether the container runs on
     */
    record Failed(String reason, boolean alive) implements DumpState {}

    /** Voted to die; the init process is gone and the cgroup is empty. */
    record Killed() implements DumpState {}

    /** Voted to run on (or timed out before a promise); it executes where it stood. */
    record Resumed() implements DumpState {}
}
