package io.podferry.policy.telemetry;

/**
 * The memory of a pod over its whole life in at most {@value #CAPACITY} points: when they are used
 * up, every second one goes and the spacing doubles. Not thread-safe.
 */
public final class Lifetime {
    private static final int CAPACITY = 128;
    private static final long FIRST_SPACING = 1000;

    private final long[] millis = new long[CAPACITY];
    private final long[] bytes = new long[CAPACITY];
    private long spacing = FIRST_SPACING;
    private int size;

    public int size() {
        return size;
    }

    /** Time of a point, milliseconds since 1970. */
    public long millis(int index) {
        return millis[index];
    }

    public long bytes(int index) {
        return bytes[index];
    }

    void add(long time, long value) {
        if (size > 0 && time - millis[size - 1] < spacing * 9 / 10) {
            return;
        }
        if (size == CAPACITY) {
            for (int i = 0; i < CAPACITY / 2; i++) {
                millis[i] = millis[2 * i];
                bytes[i] = bytes[2 * i];
            }
            size = CAPACITY / 2;
            spacing *= 2;
        }
        millis[size] = time;
        bytes[size] = value;
        size++;
    }

    void shift(long by) {
        for (int i = 0; i < size; i++) {
            millis[i] += by;
        }
    }
}
