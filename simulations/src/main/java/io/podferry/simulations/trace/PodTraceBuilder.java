package io.podferry.simulations.trace;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Collects the points of one pod in rising time. Three points in a row of exactly the same value
 * keep only their ends; once thinned, every stretch of time keeps its highest point. Not
 * thread-safe.
 */
final class PodTraceBuilder {
    private final String name;
    private final String workloadClass;
    private long[] millis = new long[16];
    private float[] bytes = new float[16];
    private int size;
    private long spacing;
    private long lastMillis;
    private double lastBytes;
    private OptionalLong limit = OptionalLong.empty();

    PodTraceBuilder(String name, String workloadClass) {
        this.name = name;
        this.workloadClass = workloadClass;
    }

    int size() {
        return size;
    }

    String name() {
        return name;
    }

    long lastMillis() {
        return lastMillis;
    }

    long firstMillis() {
        return millis[0];
    }

    double lastBytes() {
        return lastBytes;
    }

    void limit(long limitBytes) {
        limit = OptionalLong.of(limitBytes);
    }

    void add(long atMillis, double value) {
        lastMillis = atMillis;
        lastBytes = value;
        float compact = (float) value;
        if (size > 0 && sameStretch(millis[size - 1], atMillis)) {
            if (compact > bytes[size - 1]) {
                millis[size - 1] = atMillis;
                bytes[size - 1] = compact;
            }
            return;
        }
        if (size >= 2 && bytes[size - 1] == compact && bytes[size - 2] == compact) {
            millis[size - 1] = atMillis;
            return;
        }
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, 2 * size);
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        millis[size] = atMillis;
        bytes[size] = compact;
        size++;
    }

    private boolean sameStretch(long one, long other) {
        return spacing > 0 && Math.floorDiv(one, spacing) == Math.floorDiv(other, spacing);
    }

    /** Keeps the highest point of every stretch of that many milliseconds, from now on too. */
    void thin(long stretch) {
        spacing = stretch;
        int kept = 0;
        for (int i = 1; i < size; i++) {
            if (!sameStretch(millis[kept], millis[i])) {
                kept++;
                millis[kept] = millis[i];
                bytes[kept] = bytes[i];
            } else if (bytes[i] > bytes[kept]) {
                millis[kept] = millis[i];
                bytes[kept] = bytes[i];
            }
        }
        size = Math.min(size, kept + 1);
        int room = Math.max(16, size + size / 8);
        millis = Arrays.copyOf(millis, room);
        bytes = Arrays.copyOf(bytes, room);
    }

    /**
     * @param origin when the set begins, in the same clock
     * @param lastStep time that the last value held on for, milliseconds, so that a pod seen once
     *     has a duration too
     */
    PodTrace build(long origin, long lastStep) {
        int[] times = new int[size + 1];
        for (int i = 0; i < size; i++) {
            times[i] = (int) ((millis[i] - millis[0]) / PodTrace.MILLIS_PER_UNIT);
        }
        times[size] = times[size - 1] + (int) Math.max(1, lastStep / PodTrace.MILLIS_PER_UNIT);
        float[] values = Arrays.copyOf(bytes, size + 1);
        values[size] = values[size - 1];
        return new PodTrace(name, workloadClass, millis[0] - origin, times, values, limit);
    }
}
