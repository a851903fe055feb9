package io.podferry.policy.telemetry;

import java.util.Arrays;

/**
 * The recent memory of one pod, ordered by time, in primitive arrays of fixed capacity. Not
 * thread-safe.
 */
public final class MemorySeries {
    private final long[] millis;
    private final long[] bytes;
    private final Teeth teeth = new Teeth();
    private final Lifetime lifetime = new Lifetime();
    private int size;
    private long version;
    private boolean paused;

    MemorySeries(int capacity) {
        if (capacity < 4) {
            throw new IllegalArgumentException(
                    "a series needs room for at least 4 samples, not " + capacity);
        }
        this.millis = new long[capacity];
        this.bytes = new long[capacity];
    }

    /** Number of samples at hand. */
    public int size() {
        return size;
    }

    /** Time of a sample, milliseconds since 1970; index 0 is the oldest. */
    public long millis(int index) {
        return millis[index];
    }

    public long bytes(int index) {
        return bytes[index];
    }

    /** Changes whenever a sample comes in: what was computed for the same version still holds. */
    public long version() {
        return version;
    }

    /** The peaks that the pod fell back from. */
    public Teeth teeth() {
        return teeth;
    }

    /** The whole life, coarsely. */
    public Lifetime lifetime() {
        return lifetime;
    }

    /**
     * Takes a sample in, whatever the order of arrival. A second sample of the same time is
     * ignored, and one older than everything in a full series too.
     */
    void add(long time, long value) {
        int at = Arrays.binarySearch(millis, 0, size, time);
        if (at >= 0) {
            return;
        }
        int place = -at - 1;
        if (paused && place == size) {
            closeGap(time);
        }
        if (size == millis.length) {
            if (place == 0) {
                return;
            }
            place--;
            System.arraycopy(millis, 1, millis, 0, place);
            System.arraycopy(bytes, 1, bytes, 0, place);
        } else {
            System.arraycopy(millis, place, millis, place + 1, size - place);
            System.arraycopy(bytes, place, bytes, place + 1, size - place);
            size++;
        }
        millis[place] = time;
        bytes[place] = value;
        version++;
        if (place == size - 1) {
            teeth.add((double) value);
            lifetime.add(time, value);
        }
    }

    /** The pod stands still from now on: the gap up to its next sample is no part of its life. */
    void pause() {
        paused = true;
    }

    /** Moves what was before the pause so that it ends one usual interval before {@code time}. */
    private void closeGap(long time) {
        paused = false;
        if (size == 0) {
            return;
        }
        long interval = size > 1 ? (millis[size - 1] - millis[0]) / (size - 1) : 1000;
        long shift = Math.max(0, time - millis[size - 1] - interval);
        for (int i = 0; i < size; i++) {
            millis[i] += shift;
        }
        lifetime.shift(shift);
    }
}
