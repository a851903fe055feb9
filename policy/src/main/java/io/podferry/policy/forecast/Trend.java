package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.MemorySeries;
import java.util.Arrays;

/**
 * A robust line through the recent samples of a pod.
 *
 * <p>Two views compete. The long view is the Theil-Sen slope over evenly thinned samples of the
 * last minute: it sees through steps and noise. The short view is the lower median of the last few
 * rates: it recognises a ramp from three samples, and a single step leaves it at zero. The short
 * view wins where it differs by more than the noise explains.
 *
 * @param slope bytes per second
 * @param slopeError standard error of the slope
 * @param noise standard deviation of single samples around the line, bytes
 */
record Trend(double slope, double slopeError, double noise) {
    private static final Trend NOTHING_KNOWN = new Trend(0, 0, 0);
    private static final int POINTS = 10;
    private static final long WINDOW_MILLIS = 60_000;
    private static final int RATES = 4;
    private static final double MAD_TO_SIGMA = 1.4826;
    private static final double SIGNIFICANT = 3;

    static Trend of(MemorySeries series) {
        int size = series.size();
        if (size < 2) {
            return NOTHING_KNOWN;
        }
        int first = windowStart(series);
        int count = Math.min(POINTS, size - first);
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            int at = first + (int) Math.round((double) i * (size - 1 - first) / (count - 1));
            x[i] = (series.millis(at) - series.millis(first)) / 1e3;
            y[i] = series.bytes(at);
        }
        double slope = theilSen(x, y);
        double noise = residualNoise(x, y, slope);
        double span = x[count - 1];
        double error = count < 3 ? 0 : noise * Math.sqrt(12.0 / count) / span;
        return shortView(series, new Trend(slope, error, noise));
    }

    private static Trend shortView(MemorySeries series, Trend longView) {
        int size = series.size();
        int count = Math.min(RATES, size - 1);
        if (count < 2) {
            return new Trend(0, Math.abs(longView.slope), longView.noise);
        }
        double[] rates = new double[count];
        for (int i = 0; i < count; i++) {
            int at = size - count + i;
            double seconds = (series.millis(at) - series.millis(at - 1)) / 1e3;
            rates[i] = (series.bytes(at) - series.bytes(at - 1)) / seconds;
        }
        double latest = (series.millis(size - 1) - series.millis(size - 1 - count)) / 1e3 / count;
        Arrays.sort(rates);
        double slope = rates[(count - 1) / 2];
        double usual = usualChange(series, size - 1 - count);
        double difference = Math.abs(slope - longView.slope);
        if (slope <= 0 || difference * latest <= SIGNIFICANT * usual) {
            return longView;
        }
        double error = MAD_TO_SIGMA * mad(rates, slope) / Math.sqrt(count);
        return new Trend(slope, error, Math.min(longView.noise, usual));
    }

    /** Typical size of the change from sample to sample before the last few, in bytes. */
    private static double usualChange(MemorySeries series, int end) {
        int start = Math.max(1, end - POINTS);
        if (end - start < 1) {
            return 0;
        }
        double[] changes = new double[end - start + 1];
        for (int i = start; i <= end; i++) {
            changes[i - start] = series.bytes(i) - series.bytes(i - 1);
        }
        Arrays.sort(changes);
        return MAD_TO_SIGMA * mad(changes, changes[changes.length / 2]);
    }

    private static int windowStart(MemorySeries series) {
        int size = series.size();
        long since = series.millis(size - 1) - WINDOW_MILLIS;
        int first = 0;
        while (first < size - POINTS && series.millis(first) < since) {
            first++;
        }
        return first;
    }

    private static double theilSen(double[] x, double[] y) {
        int count = x.length;
        double[] slopes = new double[count * (count - 1) / 2];
        int next = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                slopes[next++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
        Arrays.sort(slopes);
        int middle = slopes.length / 2;
        return slopes.length % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
    }

    private static double residualNoise(double[] x, double[] y, double slope) {
        double[] residuals = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            residuals[i] = y[i] - slope * x[i];
        }
        Arrays.sort(residuals);
        return MAD_TO_SIGMA * mad(residuals, residuals[residuals.length / 2]);
    }

    /** Median absolute deviation. */
    private static double mad(double[] values, double centre) {
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = Math.abs(values[i] - centre);
        }
        Arrays.sort(deviations);
        return deviations[deviations.length / 2];
    }
}
