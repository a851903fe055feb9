package io.podferry.policy.telemetry;

import java.util.Arrays;

/**
 * The memory of a pod over its whole life in at most {@value #CAPACITY} points: when they are used
 * up, every second one goes and the spacing doubles. Not thread-safe.
 */
public final class Lifetime {
    static final int CAPACITY = 128;
    private static final int FIRST_CAPACITY = 8;
    private static final int FIRST_SPACING = 1000;

    private int[] millis = new int[FIRST_CAPACITY];
    private float[] bytes = new float[FIRST_CAPACITY];
    private long start;
    private long spacing = FIRST_SPACING;
    private int size;

    /** Number of points. */
    public int size() {
        return size;
    }

    /** Time of a point, milliseconds since the first one. */
    public int millis(int index) {
        return millis[index];
    }

    /** Memory at a point, bytes. */
    public float bytes(int index) {
        return bytes[index];
    }

    /** Adds a point at a time since 1970, if it lies far enough from the one before. */
    void add(long time, float value) {
        if (size == 0) {
            start = time;
        } else if (time - start - millis[size - 1] < spacing * 9 / 10) {
            return;
        }
        if (time - start > Integer.MAX_VALUE) {
            return;
        }
        if (size == millis.length && size < CAPACITY) {
            millis = Arrays.copyOf(millis, 2 * size);
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        if (size == CAPACITY) {
            for (int i = 0; i < CAPACITY / 2; i++) {
                millis[i] = millis[2 * i];
                bytes[i] = bytes[2 * i];
            }
            size = CAPACITY / 2;
            spacing *= 2;
        }
        millis[size] = (int) (time - start);
        bytes[size] = value;
        size++;
    }

    /** Adds a point of a life that is over, as it was kept. */
    void restore(int at, float value) {
        if (size == CAPACITY) {
            return;
        }
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, 2 * size);
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        millis[size] = at;
        bytes[size] = value;
        size++;
    }

    /** Takes a pause out of the life: the next point follows at once. */
    void skip(long by) {
        start += by;
    }
}
