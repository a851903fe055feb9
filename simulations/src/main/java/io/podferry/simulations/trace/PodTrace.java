package io.podferry.simulations.trace;

import java.util.OptionalLong;

/**
 * The memory of one pod over the time it worked, straight between its points. Times count from the
 * pod's own first point, in tenths of a second. Immutable.
 */
public final class PodTrace {
    /** Milliseconds per unit of {@link #time}. */
    public static final int MILLIS_PER_UNIT = 100;

    private final String name;
    private final String workloadClass;
    private final long startMillis;
    private final int[] times;
    private final float[] bytes;
    private final OptionalLong limit;
    private final double peak;

    /**
     * @param startMillis when it began, since the beginning of its set
     * @param times rising, the first is 0
     * @param bytes one value per time
     * @param limit the container's own limit in bytes, as its owner configured it
     */
    PodTrace(
            String name,
            String workloadClass,
            long startMillis,
            int[] times,
            float[] bytes,
            OptionalLong limit) {
        this.name = name;
        this.workloadClass = workloadClass;
        this.startMillis = startMillis;
        this.times = times;
        this.bytes = bytes;
        this.limit = limit;
        double highest = 0;
        for (float value : bytes) {
            highest = Math.max(highest, value);
        }
        this.peak = highest;
    }

    /** A trace from plain arrays: seconds since its start and bytes. */
    public static PodTrace of(
            String name, String workloadClass, long startMillis, double[] seconds, double[] bytes) {
        int[] times = new int[seconds.length];
        float[] values = new float[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            times[i] = (int) Math.round((seconds[i] - seconds[0]) * 1000 / MILLIS_PER_UNIT);
            values[i] = (float) bytes[i];
        }
        return new PodTrace(name, workloadClass, startMillis, times, values, OptionalLong.empty());
    }

    public String name() {
        return name;
    }

    /** Pods of one class run the same program. */
    public String workloadClass() {
        return workloadClass;
    }

    public long startMillis() {
        return startMillis;
    }

    public int size() {
        return times.length;
    }

    /** Time of a point since the first one, in units of {@link #MILLIS_PER_UNIT}. */
    public int time(int index) {
        return times[index];
    }

    public float bytes(int index) {
        return bytes[index];
    }

    /** How long the pod worked, milliseconds. */
    public long durationMillis() {
        return (long) times[times.length - 1] * MILLIS_PER_UNIT;
    }

    public double peakBytes() {
        return peak;
    }

    public OptionalLong limit() {
        return limit;
    }

    /** Memory after some work; that of the last point when the work is longer. */
    public double bytesAt(long workMillis) {
        double time = (double) workMillis / MILLIS_PER_UNIT;
        int low = 0;
        int high = times.length - 1;
        if (time >= times[high]) {
            return bytes[high];
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (times[middle] <= time) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return between(low, time);
    }

    /** Highest memory between two amounts of work. */
    public double highest(long fromMillis, long toMillis) {
        double highest = Math.max(bytesAt(fromMillis), bytesAt(toMillis));
        double from = (double) fromMillis / MILLIS_PER_UNIT;
        double to = (double) toMillis / MILLIS_PER_UNIT;
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < times.length && times[i] <= to; i++) {
            highest = Math.max(highest, bytes[i]);
        }
        return highest;
    }

    private double between(int index, double time) {
        double span = times[index + 1] - times[index];
        double share = (time - times[index]) / span;
        return bytes[index] + share * (bytes[index + 1] - bytes[index]);
    }

    /** Mean memory over its whole work. */
    public double meanBytes() {
        double area = 0;
        for (int i = 0; i + 1 < times.length; i++) {
            area += 0.5 * (bytes[i] + bytes[i + 1]) * (times[i + 1] - times[i]);
        }
        int last = times[times.length - 1];
        return last == 0 ? bytes[0] : area / last;
    }
}
