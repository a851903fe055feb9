package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.Samples;
import java.util.Arrays;

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

    private static final int FULL_RATES = 8;
    private static final int FULL_USUAL = 11;

    private final int[] at = new int[Samples.RECENT];
    private final float[] bytes = new float[Samples.RECENT];
    private final double[] sorted = new double[Samples.RECENT];
    private final float[] changes = new float[Samples.RECENT];

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
        longView(points(samples, pod, size), held);
        shortView(samples, pod, size);
    }

    Trend toTrend() {
        return new Trend(slope, slopeError, noise);
    }

    /** Lays out what the long view sees, oldest first; the number of points. */
    private int points(Samples samples, int pod, int size) {
        int thinned = samples.thinnedSize(pod);
        if (thinned < ENOUGH_THINNED) {
            int count = Math.min(POINTS, size);
            samples.latest(pod, count, at, bytes);
            return count;
        }
        int count = Math.min(POINTS - 1, thinned);
        samples.latestThinned(pod, count, at, bytes);
        int last = samples.at(pod, size - 1);
        if (at[count - 1] != last) {
            at[count] = last;
            bytes[count] = samples.bytes(pod, size - 1);
            count++;
        }
        return count;
    }

    private void longView(int count, boolean held) {
        int lag = Math.max(1, count / 3);
        int rates = count - lag;
        long millis = 0;
        for (int i = 0; i < rates; i++) {
            long span = (long) at[i + lag] - at[i];
            millis += span;
            sorted[i] = ((double) bytes[i + lag] - bytes[i]) * 1e3 / span;
        }
        sort(rates);
        int centre = held ? rates * 3 / 4 : (rates - 1) / 2;
        slope = sorted[centre];
        if (rates < 2) {
            return;
        }
        double sigma = MAD_TO_SIGMA * mad(rates, centre);
        slopeError = MEDIAN_TO_MEAN_ERROR * sigma / Math.sqrt(rates);
        noise = sigma * (millis / 1e3) / rates / Math.sqrt(2);
    }

    private void shortView(Samples samples, int pod, int size) {
        int count = Math.min(RATES, size - 1);
        if (count < 2) {
            slopeError = Math.abs(slope);
            slope = 0;
            return;
        }
        samples.latest(pod, size, at, bytes);
        int first = size - 1 - count;
        for (int i = 0; i < count; i++) {
            long span = (long) at[first + i + 1] - at[first + i];
            sorted[i] = (bytes[first + i + 1] - bytes[first + i]) * 1e3 / span;
        }
        sort(count);
        int centre = (count - 1) / 2;
        double steep = sorted[centre];
        double interval = ((long) at[size - 1] - at[first]) / 1e3 / count;
        double change = Math.abs(steep - slope) * interval;
        if (steep <= 0 || change == 0) {
            return;
        }
        double error = MAD_TO_SIGMA * mad(count, centre) / Math.sqrt(count);
        double usual = usualChange(first);
        if (change <= SIGNIFICANT * usual) {
            return;
        }
        slope = steep;
        slopeError = error;
        noise = Math.min(noise, usual);
    }

    /** Typical size of the change from sample to sample before the last few, in bytes. */
    private double usualChange(int end) {
        int start = Math.max(1, end - USUAL);
        int count = end - start + 1;
        if (count < 2) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            changes[i] = bytes[start + i] - bytes[start + i - 1];
        }
        if (count == FULL_USUAL) {
            SortingNetworks.sort11(changes);
        } else {
            Arrays.sort(changes, 0, count);
        }
        for (int i = 0; i < count; i++) {
            sorted[i] = changes[i];
        }
        return MAD_TO_SIGMA * mad(count, count / 2);
    }

    private void sort(int count) {
        if (count == FULL_RATES) {
            SortingNetworks.sort8(sorted);
        } else if (count == RATES) {
            SortingNetworks.sort4(sorted);
        } else {
            Arrays.sort(sorted, 0, count);
        }
    }

    /** Median absolute deviation of the first sorted values from one of them. */
    private double mad(int count, int centre) {
        if (count == FULL_RATES && centre == 3) {
            return madOfEight();
        }
        if (count == FULL_USUAL && centre == 5) {
            return madOfEleven();
        }
        return madOutwards(count, centre);
    }

    /**
     * Deviations rise on both sides of the centre: the lower half of two rising sequences is the
     * smaller of each pair when one of them is turned round (K. E. Batcher's bitonic merge).
     */
    private double madOfEight() {
        double[] s = sorted;
        double m = s[3];
        double low1 = Math.min(m - s[2], s[6] - m);
        double low2 = Math.min(m - s[1], s[5] - m);
        double low3 = Math.min(m - s[0], s[4] - m);
        double high1 = Math.max(m - s[2], s[6] - m);
        double high2 = Math.max(m - s[1], s[5] - m);
        double high3 = Math.max(m - s[0], s[4] - m);
        double below = Math.max(low1, Math.max(low2, low3));
        double above = Math.min(Math.min(high1, s[7] - m), Math.min(high2, high3));
        return (below + above) / 2;
    }

    private double madOfEleven() {
        double[] s = sorted;
        double m = s[5];
        double low1 = Math.min(m - s[4], s[10] - m);
        double low2 = Math.min(m - s[3], s[9] - m);
        double low3 = Math.min(m - s[2], s[8] - m);
        double low4 = Math.min(m - s[1], s[7] - m);
        double low5 = Math.min(m - s[0], s[6] - m);
        return Math.max(Math.max(low1, low2), Math.max(low3, Math.max(low4, low5)));
    }

    /** Going outwards from the centre meets the deviations in rising order. */
    private double madOutwards(int count, int centre) {
        double middle = sorted[centre];
        int low = centre - 1;
        int high = centre + 1;
        double before = 0;
        double latest = 0;
        for (int i = 0; i < count / 2; i++) {
            before = latest;
            double below = low >= 0 ? middle - sorted[low] : Double.POSITIVE_INFINITY;
            double above = high < count ? sorted[high] - middle : Double.POSITIVE_INFINITY;
            latest = Math.min(below, above);
            low -= below <= above ? 1 : 0;
            high += below <= above ? 0 : 1;
        }
        return count % 2 == 1 ? latest : (before + latest) / 2;
    }
}
