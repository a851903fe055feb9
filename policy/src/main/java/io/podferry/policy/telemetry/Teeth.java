package io.podferry.policy.telemetry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The peaks of saw-teeth: levels that a pod reached and then fell back from, as garbage-collected
 * or batch-wise programs do. Rising clearly beyond them all starts afresh. Not thread-safe.
 */
public final class Teeth {
    private static final float LEAST_BYTES = 32 << 20;
    private static final float LEAST_SHARE = 0.05f;
    private static final float FALL_SHARE = 0.4f;
    private static final float BEYOND_SHARE = 0.25f;

    private float[] valleys = new float[0];
    private float[] peaks = new float[0];
    private @Nullable Peaks[] turned = new @Nullable Peaks[0];

    /** Where one pod turned. */
    private static final class Peaks {
        private static final int KEPT = 8;
        private final float[] levels = new float[KEPT];
        private int count;
        private float amplitude;

        private double highest;
        private double spread;

        private void add(float peak, float tooth) {
            levels[count % KEPT] = peak;
            count++;
            amplitude = tooth;
            float top = 0;
            float lowest = Float.POSITIVE_INFINITY;
            for (int i = 0; i < Math.min(count, KEPT); i++) {
                top = Math.max(top, levels[i]);
                lowest = Math.min(lowest, levels[i]);
            }
            highest = top;
            double half = (highest - lowest) / 2;
            spread = Math.max(half, amplitude / 10) * (count == 1 ? 2 : 1);
        }

        private void forget() {
            count = 0;
            highest = 0;
            spread = 0;
        }
    }

    void ensure(int pods) {
        valleys = Arrays.copyOf(valleys, pods);
        peaks = Arrays.copyOf(peaks, pods);
        turned = Arrays.copyOf(turned, pods);
    }

    void clear(int pod) {
        valleys[pod] = Float.NaN;
        peaks[pod] = Float.NaN;
        turned[pod] = null;
    }

    void copy(int from, int to) {
        valleys[to] = valleys[from];
        peaks[to] = peaks[from];
        turned[to] = turned[from];
        turned[from] = null;
    }

    /** Whether the pod ever fell back from a peak. */
    public boolean any(int pod) {
        Peaks known = turned[pod];
        return known != null && known.count > 0;
    }

    /** Highest remembered peak, bytes; 0 without any. */
    public double highest(int pod) {
        Peaks known = turned[pod];
        return known == null ? 0 : known.highest;
    }

    /** Spread of the peaks, bytes: at least a tenth of a tooth, double for a single one. */
    public double spread(int pod) {
        Peaks known = turned[pod];
        return known == null ? 0 : known.spread;
    }

    void add(int pod, float value) {
        float valley = valleys[pod];
        if (Float.isNaN(valley)) {
            valleys[pod] = value;
            peaks[pod] = value;
            return;
        }
        Peaks known = turned[pod];
        if (known != null
                && known.count > 0
                && value
                        > known.highest
                                + Math.max(3 * known.spread, BEYOND_SHARE * known.amplitude)) {
            known.forget();
        }
        float peak = Math.max(peaks[pod], value);
        peaks[pod] = peak;
        float tooth = peak - valley;
        if (peak - value > FALL_SHARE * tooth
                && tooth > Math.max(LEAST_BYTES, LEAST_SHARE * peak)) {
            record(pod, peak, tooth);
            valleys[pod] = value;
            peaks[pod] = value;
        } else if (value < valley) {
            valleys[pod] = value;
            peaks[pod] = value;
        }
    }

    private void record(int pod, float peak, float tooth) {
        Peaks known = turned[pod];
        if (known == null) {
            known = new Peaks();
            turned[pod] = known;
        }
        known.add(peak, tooth);
    }
}
