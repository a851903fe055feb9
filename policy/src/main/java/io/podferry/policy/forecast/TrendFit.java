package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.Samples;

/**
 * Fits the robust line of one pod after the other, in a few dozen nanoseconds and without
 * allocating. Not thread-safe.
 *
 * <p>Two views compete. The long view takes rates over a third of the window, which is a minute or
 * a dozen samples: their lower median sees through noise, and a single step leaves it where it was.
 * The short view is the lower median of the last few rates: it recognises a ramp from three
 * samples. The short view wins where it differs by more than the noise explains.
 */
final class TrendFit {
    private static final int POINTS = 12;
    private static final int ENOUGH_THINNED = 8;
    private static final int RATES = 4;
    private static final int USUAL = 10;
    private static final double MAD_TO_SIGMA = 1.4826;
    private static final double MEDIAN_TO_MEAN_ERROR = 1.25;
    private static final double SIGNIFICANT = 3;

    private final double[] x = new double[POINTS + 1];
    private final double[] y = new double[POINTS + 1];
    private final double[] sorted = new double[POINTS];
    private final double[] deviations = new double[POINTS];

    /** Bytes per second. */
    double slope;

    /** Standard error of the slope. */
    double slopeError;

    /** Standard deviation of single samples, bytes. */
    double noise;

    /**
     * Fits the line of a pod.
     *
     * @param held the pod is held down: its steeper rates tell more than its usual ones
     */
    void fit(Samples samples, int pod, boolean held) {
        slope = 0;
        slopeError = 0;
        noise = 0;
        int size = samples.size(pod);
        if (size < 2) {
            return;
        }
        longView(points(samples, pod), held);
        shortView(samples, pod, size);
    }

    Trend toTrend() {
        return new Trend(slope, slopeError, noise);
    }

    private int points(Samples samples, int pod) {
        int thinned = samples.thinnedSize(pod);
        int size = samples.size(pod);
        if (thinned < ENOUGH_THINNED) {
            int count = Math.min(POINTS, size);
            for (int i = 0; i < count; i++) {
                x[i] = samples.at(pod, size - count + i) / 1e3;
                y[i] = samples.bytes(pod, size - count + i);
            }
            return count;
        }
        int last = samples.at(pod, size - 1);
        int count = Math.min(POINTS - 1, thinned);
        for (int i = 0; i < count; i++) {
            x[i] = samples.thinnedAt(pod, thinned - count + i) / 1e3;
            y[i] = samples.thinnedBytes(pod, thinned - count + i);
        }
        if (samples.thinnedAt(pod, thinned - 1) != last) {
            x[count] = last / 1e3;
            y[count] = samples.bytes(pod, size - 1);
            count++;
        }
        return count;
    }

    private void longView(int count, boolean held) {
        int lag = Math.max(1, count / 3);
        int rates = count - lag;
        double time = 0;
        for (int i = 0; i < rates; i++) {
            double seconds = x[i + lag] - x[i];
            time += seconds;
            insert(sorted, i, (y[i + lag] - y[i]) / seconds);
        }
        slope = sorted[held ? rates * 3 / 4 : (rates - 1) / 2];
        if (rates < 2) {
            return;
        }
        double sigma = MAD_TO_SIGMA * mad(sorted, rates, slope);
        slopeError = MEDIAN_TO_MEAN_ERROR * sigma / Math.sqrt(rates);
        noise = sigma * time / rates / Math.sqrt(2);
    }

    private void shortView(Samples samples, int pod, int size) {
        int count = Math.min(RATES, size - 1);
        if (count < 2) {
            slopeError = Math.abs(slope);
            slope = 0;
            return;
        }
        for (int i = 0; i < count; i++) {
            int at = size - count + i;
            double seconds = (samples.at(pod, at) - samples.at(pod, at - 1)) / 1e3;
            insert(sorted, i, (samples.bytes(pod, at) - samples.bytes(pod, at - 1)) / seconds);
        }
        double steep = sorted[(count - 1) / 2];
        double interval =
                (samples.at(pod, size - 1) - samples.at(pod, size - 1 - count)) / 1e3 / count;
        double change = Math.abs(steep - slope) * interval;
        if (steep <= 0 || change == 0) {
            return;
        }
        double error = MAD_TO_SIGMA * mad(sorted, count, steep) / Math.sqrt(count);
        double usual = usualChange(samples, pod, size - 1 - count);
        if (change <= SIGNIFICANT * usual) {
            return;
        }
        slope = steep;
        slopeError = error;
        noise = Math.min(noise, usual);
    }

    /** Typical size of the change from sample to sample before the last few, in bytes. */
    private double usualChange(Samples samples, int pod, int end) {
        int start = Math.max(1, end - USUAL);
        int count = end - start + 1;
        if (count < 2) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            insert(sorted, i, samples.bytes(pod, start + i) - samples.bytes(pod, start + i - 1));
        }
        return MAD_TO_SIGMA * mad(sorted, count, sorted[count / 2]);
    }

    /** Median absolute deviation from the centre. */
    private double mad(double[] values, int count, double centre) {
        for (int i = 0; i < count; i++) {
            insert(deviations, i, Math.abs(values[i] - centre));
        }
        int middle = count / 2;
        return count % 2 == 1
                ? deviations[middle]
                : (deviations[middle - 1] + deviations[middle]) / 2;
    }

    /** Inserts a value into the first {@code count} sorted ones. */
    private static void insert(double[] sorted, int count, double value) {
        int at = count;
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
    }
}
