package io.podferry.policy.telemetry;

import java.util.Arrays;

/**
 * The recent memory of all pods in primitive columns: per pod the {@value #RECENT} latest samples,
 * and {@value #THINNED} thinned ones that lie {@value #SPACING_MILLIS} ms apart or more. Times are
 * milliseconds since {@link #base}; sizes are floats, exact to a ten-millionth. Not thread-safe.
 */
public final class Samples {
    /** Latest samples kept. */
    public static final int RECENT = 16;

    /** Thinned samples kept. */
    public static final int THINNED = 16;

    static final int SPACING_MILLIS = 5000;
    private static final int MASK = RECENT - 1;
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

    private long base = Long.MIN_VALUE;
    private int[][] recentAt = new int[0][];
    private float[][] recentBytes = new float[0][];
    private int[][] thinnedAt = new int[0][];
    private float[][] thinnedBytes = new float[0][];
    private int[] recents = new int[0];
    private int[] thinned = new int[0];
    private boolean[] paused = new boolean[0];
    private final Steps steps = new Steps();

    /** Makes room page by page, so that growing neither copies nor overshoots. */
    void ensure(int pods) {
        recents = Arrays.copyOf(recents, pods);
        thinned = Arrays.copyOf(thinned, pods);
        paused = Arrays.copyOf(paused, pods);
        steps.ensure(pods);
    }

    /** Makes room for the samples of one pod. */
    void admit(int pod) {
        int page = pod >>> PAGE_BITS;
        if (page < recentAt.length) {
            return;
        }
        recentAt = Arrays.copyOf(recentAt, page + 1);
        recentBytes = Arrays.copyOf(recentBytes, page + 1);
        thinnedAt = Arrays.copyOf(thinnedAt, page + 1);
        thinnedBytes = Arrays.copyOf(thinnedBytes, page + 1);
        recentAt[page] = new int[PAGE * RECENT];
        recentBytes[page] = new float[PAGE * RECENT];
        thinnedAt[page] = new int[PAGE * THINNED];
        thinnedBytes[page] = new float[PAGE * THINNED];
    }

    /** Milliseconds since 1970 that the times of samples are counted from. */
    long base() {
        return base;
    }

    /** Counts from another time from now on; samples before what fits into an int are lost. */
    void rebase(long newBase) {
        if (base == Long.MIN_VALUE) {
            base = newBase;
            return;
        }
        long by = base - newBase;
        for (int page = 0; page < recentAt.length; page++) {
            for (int i = 0; i < recentAt[page].length; i++) {
                recentAt[page][i] = shifted(recentAt[page][i], by);
                thinnedAt[page][i] = shifted(thinnedAt[page][i], by);
            }
        }
        base = newBase;
    }

    private static int shifted(int at, long by) {
        return Math.clamp(at + by, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    void clear(int pod) {
        recents[pod] = 0;
        thinned[pod] = 0;
        paused[pod] = false;
        steps.clear(pod);
    }

    /** A clone goes on where its source stood still. */
    void copy(int from, int to) {
        copy(recentAt[page(from)], from, recentAt[page(to)], to);
        copy(recentBytes[page(from)], from, recentBytes[page(to)], to);
        copy(thinnedAt[page(from)], from, thinnedAt[page(to)], to);
        copy(thinnedBytes[page(from)], from, thinnedBytes[page(to)], to);
        recents[to] = recents[from];
        thinned[to] = thinned[from];
        paused[to] = true;
        steps.copy(from, to);
    }

    @SuppressWarnings("SuspiciousSystemArraycopy") // two kinds of primitive arrays, one code
    private static void copy(Object source, int from, Object target, int to) {
        System.arraycopy(source, offset(from), target, offset(to), RECENT);
    }

    private static int page(int pod) {
        return pod >>> PAGE_BITS;
    }

    /** Where a pod's samples begin within its page. */
    private static int offset(int pod) {
        return (pod & (PAGE - 1)) * RECENT;
    }

    /** The pod stands still from now on: the gap up to its next sample is no part of its life. */
    void pause(int pod) {
        paused[pod] = true;
    }

    boolean paused(int pod) {
        return paused[pod];
    }

    /**
     * Appends a sample.
     *
     * @return whether it was taken: not when it is no newer than the latest one
     */
    boolean append(int pod, int at, float bytes) {
        int count = recents[pod];
        int[] times = recentAt[page(pod)];
        int offset = offset(pod);
        if (count > 0 && at <= times[offset + ((count - 1) & MASK)]) {
            return false;
        }
        if (paused[pod]) {
            paused[pod] = false;
            closeGap(pod, at);
        }
        if (count > 0) {
            int last = offset + ((count - 1) & MASK);
            steps.step(pod, (bytes - recentBytes[page(pod)][last]) * 1e3f / (at - times[last]));
        }
        times[offset + (count & MASK)] = at;
        recentBytes[page(pod)][offset + (count & MASK)] = bytes;
        recents[pod] = next(count);
        int thin = thinned[pod];
        int[] thinTimes = thinnedAt[page(pod)];
        if (thin == 0 || at - thinTimes[offset + ((thin - 1) & MASK)] >= SPACING_MILLIS) {
            steps.thinned(pod, thin == 0 ? 0 : at - thinTimes[offset + ((thin - 1) & MASK)]);
            thinTimes[offset + (thin & MASK)] = at;
            thinnedBytes[page(pod)][offset + (thin & MASK)] = bytes;
            thinned[pod] = next(thin);
        }
        return true;
    }

    private static int next(int count) {
        return count == Integer.MAX_VALUE ? RECENT : count + 1;
    }

    /** Moves what was before the pause so that it ends one usual interval before {@code at}. */
    private void closeGap(int pod, int at) {
        int size = size(pod);
        if (size == 0) {
            return;
        }
        int last = at(pod, size - 1);
        int interval = size > 1 ? (last - at(pod, 0)) / (size - 1) : 1000;
        int shift = Math.max(0, at - last - interval);
        for (int i = offset(pod); i < offset(pod) + RECENT; i++) {
            recentAt[page(pod)][i] += shift;
            thinnedAt[page(pod)][i] += shift;
        }
    }

    /** Bounds of the steps from sample to sample. */
    public Steps steps() {
        return steps;
    }

    /** Number of latest samples at hand. */
    public int size(int pod) {
        return Math.min(recents[pod], RECENT);
    }

    /** Time of one of the latest samples, ms since the base; index 0 is the oldest. */
    public int at(int pod, int index) {
        return recentAt[page(pod)][offset(pod) + ((recents[pod] - size(pod) + index) & MASK)];
    }

    /** Memory in one of the latest samples, bytes. */
    public float bytes(int pod, int index) {
        return recentBytes[page(pod)][offset(pod) + ((recents[pod] - size(pod) + index) & MASK)];
    }

    /** Number of thinned samples at hand. */
    public int thinnedSize(int pod) {
        return Math.min(thinned[pod], THINNED);
    }

    /** Time of a thinned sample, ms since the base; index 0 is the oldest. */
    public int thinnedAt(int pod, int index) {
        return thinnedAt[page(pod)][
                offset(pod) + ((thinned[pod] - thinnedSize(pod) + index) & MASK)];
    }

    /** Memory in a thinned sample, bytes. */
    public float thinnedBytes(int pod, int index) {
        return thinnedBytes[page(pod)][
                offset(pod) + ((thinned[pod] - thinnedSize(pod) + index) & MASK)];
    }

    /**
     * Copies the latest samples, oldest first.
     *
     * @param count number of samples, at most {@link #size}
     */
    public void latest(int pod, int count, int[] at, float[] bytes) {
        copy(recents[pod], pod, count, recentAt[page(pod)], recentBytes[page(pod)], at, bytes);
    }

    /**
     * Copies the latest thinned samples, oldest first.
     *
     * @param count number of samples, at most {@link #thinnedSize}
     */
    public void latestThinned(int pod, int count, int[] at, float[] bytes) {
        copy(thinned[pod], pod, count, thinnedAt[page(pod)], thinnedBytes[page(pod)], at, bytes);
    }

    private static void copy(
            int end, int pod, int count, int[] times, float[] values, int[] at, float[] bytes) {
        int offset = offset(pod);
        for (int i = 0; i < count; i++) {
            int from = offset + ((end - count + i) & MASK);
            at[i] = times[from];
            bytes[i] = values[from];
        }
    }
}
