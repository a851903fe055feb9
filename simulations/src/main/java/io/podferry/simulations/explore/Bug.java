package io.podferry.simulations.explore;

import java.util.Locale;

/** Mistakes that can be planted, one at a time, to prove that the exploration finds them. */
public enum Bug {
    /** None. */
    NONE,
    /** The source is told to die as soon as it has promised, before the decision is stored. */
    KILL_BEFORE_COMMIT,
    /** The clone is released when the decision is stored, not when the source is proven dead. */
    RELEASE_BEFORE_DEATH,
    /** Silence of the source's agent is taken as its death. */
    SILENCE_IS_DEATH,
    /** A restored clone executes at once instead of being held. */
    CLONE_NOT_HELD,
    /** The promise is kept in the agent's memory only. */
    PROMISE_NOT_DURABLE,
    /** The dead-man's timer fires in spite of a promise. */
    TIMER_BEATS_PROMISE,
    /** An agent that starts thaws whatever it finds frozen. */
    RESTART_THAWS,
    /** The acknowledgement of the kill comes before the processes are gone. */
    DEAD_BEFORE_GONE,
    /** The store accepts any version. */
    STORE_WITHOUT_COMPARE,
    /** The store answers before the record is durable. */
    STORE_NOT_DURABLE,
    /** The target takes what arrived without comparing hashes. */
    NO_VERIFICATION,
    /** A rebuild trusts images that were verified long ago. */
    REBUILD_UNVERIFIED,
    /** The source reports the checkpoint as shipped before the target has all of it. */
    SHIPPED_TOO_EARLY,
    /** The target acknowledges images that are not forced to disk. */
    IMAGES_NOT_FORCED,
    /** An aborted migration's late steps are performed all the same. */
    ABORT_FORGOTTEN,
    /** Giving up leaves the source frozen. */
    ABORT_LEAVES_FROZEN,
    /** Giving up leaves the reservation. */
    ABORT_LEAKS_RESERVATION,
    /** Giving up leaves the held clone. */
    ABORT_LEAKS_CLONE,
    /** Cleaning leaves the images. */
    CLEAN_LEAKS_IMAGES,
    /** Every repetition of the hold reserves again. */
    HOLD_RESERVES_TWICE,
    /** A repeated release starts another clone. */
    RELEASE_TWICE,
    /** A source that has thawed by itself promises all the same. */
    THAWED_PROMISES,
    /** After the decision, a source that does not answer is told to run on. */
    ABORT_AFTER_COMMIT,
    /** A lost held clone is reported as an endless wait instead of being rebuilt. */
    LOST_CLONE_NOT_REBUILT,
    /** A new engine does not look into the store. */
    NO_RECOVERY;

    /** Name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
