package io.podferry.policy.telemetry;

import java.util.Arrays;

/**
 * Bounds of the steps of every pod from sample to sample, kept up at a few nanoseconds each: the
 * steepest rise, the steepest fall and the longest gap over at least the samples that {@link
 * Samples} holds. Two epochs follow each other; one ends when both of its rings were filled anew,
 * so that the one before it and the one that runs cover them always. Not thread-safe.
 */
public final class Steps {
    private static final int COLUMNS = 8;
    private static final int RISE = 0;
    private static final int FALL = 1;
    private static final int GAP = 2;
    private static final int RISE_BEFORE = 3;
    private static final int FALL_BEFORE = 4;
    private static final int GAP_BEFORE = 5;
    private static final int TAKEN = 6;
    private static final int THINNED = 7;

    private float[] values = new float[0];

    void ensure(int pods) {
        values = Arrays.copyOf(values, pods * COLUMNS);
    }

    void clear(int pod) {
        int at = pod * COLUMNS;
        begin(at);
        values[at + RISE_BEFORE] = Float.NEGATIVE_INFINITY;
        values[at + FALL_BEFORE] = Float.POSITIVE_INFINITY;
        values[at + GAP_BEFORE] = 0;
    }

    void copy(int from, int to) {
        System.arraycopy(values, from * COLUMNS, values, to * COLUMNS, COLUMNS);
    }

    private void begin(int at) {
        values[at + RISE] = Float.NEGATIVE_INFINITY;
        values[at + FALL] = Float.POSITIVE_INFINITY;
        values[at + GAP] = 0;
        values[at + TAKEN] = 0;
        values[at + THINNED] = 0;
    }

    /**
     * One more sample.
     *
     * @param rate change since the one before, bytes per second
     */
    void step(int pod, float rate) {
        int at = pod * COLUMNS;
        values[at + RISE] = Math.max(values[at + RISE], rate);
        values[at + FALL] = Math.min(values[at + FALL], rate);
        values[at + TAKEN]++;
    }

    /**
     * It went into the thinned ring, too.
     *
     * @param gap milliseconds since the one before it there
     */
    void thinned(int pod, float gap) {
        int at = pod * COLUMNS;
        values[at + GAP] = Math.max(values[at + GAP], gap);
        values[at + THINNED]++;
        if (values[at + THINNED] > Samples.THINNED && values[at + TAKEN] > Samples.RECENT) {
            values[at + RISE_BEFORE] = values[at + RISE];
            values[at + FALL_BEFORE] = values[at + FALL];
            values[at + GAP_BEFORE] = values[at + GAP];
            begin(at);
        }
    }

    /** No step was steeper, bytes per second; minus infinity before the second sample. */
    public float rise(int pod) {
        return Math.max(values[pod * COLUMNS + RISE], values[pod * COLUMNS + RISE_BEFORE]);
    }

    /** No step fell faster, bytes per second; infinity before the second sample. */
    public float fall(int pod) {
        return Math.min(values[pod * COLUMNS + FALL], values[pod * COLUMNS + FALL_BEFORE]);
    }

    /**
     * Two neighbours in the thinned ring, or its latest and the latest sample, lie no further
     * apart, seconds.
     */
    public double gap(int pod) {
        float longest = Math.max(values[pod * COLUMNS + GAP], values[pod * COLUMNS + GAP_BEFORE]);
        return Math.max(longest, Samples.SPACING_MILLIS) / 1e3;
    }
}
