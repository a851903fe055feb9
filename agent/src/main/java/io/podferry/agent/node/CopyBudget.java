package io.podferry.agent.node;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long memory may be copied ahead of a freeze. The node's memory is free only when the source
 * is gone, so nothing is copied ahead when the node may run out before all is done, and copying
 * stops when what is left is needed for the freeze, the dump and the restore. Used by one thread.
 */
public final class CopyBudget {
    /** Slowest dump or copy that is counted on, bytes per second. */
    private static final double BYTES_PER_SECOND = 300e6;

    /** What a move takes besides copying, seconds. */
    private static final double FIXED = 1.5;

    /** How much longer it may take than counted on. */
    private static final double SAFETY = 2;

    /** Longest time, however calm the node is: a fixed part and one for every byte, seconds. */
    private static final double LONGEST = 8;

    private final double stop;
    private final double start;
    private final double longest;
    private final Supplier<Duration> timeLeft;
    private final long began = System.nanoTime();
    private boolean begun;

    /**
     * @param bytes memory of the pod
     * @param timeLeft until the node has no memory left
     */
    public CopyBudget(long bytes, Supplier<Duration> timeLeft) {
        double copy = bytes / BYTES_PER_SECOND;
        this.stop = SAFETY * (copy + FIXED);
        this.start = stop + SAFETY * copy;
        this.longest = LONGEST + copy;
        this.timeLeft = timeLeft;
    }

    /** Whether there is time for more. */
    public boolean lasts() {
        double left = timeLeft.get().toMillis() / 1e3;
        double needed = begun ? stop : start;
        begun = true;
        return left >= needed && (System.nanoTime() - began) / 1e9 < longest;
    }
}
