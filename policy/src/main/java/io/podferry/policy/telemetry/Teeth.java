package io.podferry.policy.telemetry;

/**
 * The peaks of a saw-tooth: levels that a pod reached and then fell back from, as garbage-collected
 * or batch-wise programs do. Rising clearly beyond them all starts afresh. Not thread-safe.
 */
public final class Teeth {
    private static final int KEPT = 8;
    private static final double LEAST_BYTES = 32 << 20;
    private static final double LEAST_SHARE = 0.05;
    private static final double FALL_SHARE = 0.4;
    private static final double BEYOND_SHARE = 0.25;

    private final double[] peaks = new double[KEPT];
    private int count;
    private double valley = Double.NaN;
    private double peak = Double.NaN;
    private double amplitude;

    /** Number of remembered peaks. */
    public int count() {
        return Math.min(count, KEPT);
    }

    /** Highest remembered peak, in bytes; 0 without any. */
    public double highest() {
        double highest = 0;
        for (int i = 0; i < count(); i++) {
            highest = Math.max(highest, peaks[i]);
        }
        return highest;
    }

    /**
     * Spread of the peaks, in bytes: never less than a tenth of a tooth, double for a single one.
     */
    public double spread() {
        double lowest = highest();
        for (int i = 0; i < count(); i++) {
            lowest = Math.min(lowest, peaks[i]);
        }
        return Math.max((highest() - lowest) / 2, amplitude / 10) * (count() == 1 ? 2 : 1);
    }

    void add(double value) {
        if (Double.isNaN(valley)) {
            valley = value;
            peak = value;
            return;
        }
        if (count > 0 && value > highest() + Math.max(3 * spread(), BEYOND_SHARE * amplitude)) {
            count = 0;
        }
        peak = Math.max(peak, value);
        double tooth = peak - valley;
        boolean real = tooth > Math.max(LEAST_BYTES, LEAST_SHARE * peak);
        if (real && peak - value > FALL_SHARE * tooth) {
            peaks[count % KEPT] = peak;
            count++;
            amplitude = tooth;
            valley = value;
            peak = value;
        } else if (value < valley) {
            valley = value;
            peak = value;
        }
    }
}
