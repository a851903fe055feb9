package io.podferry.policy.migration;

/** What the coordinator asks an agent to do for a migration. Every step is idempotent. */
public enum Step {
    /** Source: can this pod be dumped? Touches nothing. */
    PREFLIGHT_SOURCE(Side.SOURCE),
    /** Target: is there room, does the runtime match? Touches nothing. */
    PREFLIGHT_TARGET(Side.TARGET),
    /** Target: reserve memory, network and folders for the clone and accept the source's stream. */
    HOLD_TARGET(Side.TARGET),
    /**
     * Source: freeze, dump and ship; done when the target has verified every chunk and the source
     * waits for its vote.
     */
    DUMP_AND_SHIP(Side.SOURCE),
    /** Target: rebuild the clone and hold it before its first instruction. */
    PREPARE_TARGET(Side.TARGET),
    /** Source: promise, durably, to stay frozen until the decision can be read. */
    PROMISE_SOURCE(Side.SOURCE),
    /** Source: let CRIU kill the frozen pod and prove that it is dead. */
    KILL_SOURCE(Side.SOURCE),
    /**
     * Target: let the held clone run; rebuild it first from the verified checkpoint when it is no
     * longer held.
     */
    RELEASE_TARGET(Side.TARGET),
    /** Source: forget the migration, remove everything of it. */
    CLEAN_SOURCE(Side.SOURCE),
    /** Target: remove the checkpoint. */
    CLEAN_TARGET(Side.TARGET),
    /** Source: thaw the pod where it stood; done when it runs on, or never stopped. */
    ABORT_SOURCE(Side.SOURCE),
    /** Target: remove the clone and all that was held for it. */
    ABORT_TARGET(Side.TARGET);

    /** Which agent performs a step. */
    public enum Side {
        SOURCE,
        TARGET
    }

    private final Side side;

    Step(Side side) {
        this.side = side;
    }

    public Side side() {
        return side;
    }
}
