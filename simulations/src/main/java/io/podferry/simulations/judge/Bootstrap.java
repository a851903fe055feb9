package io.podferry.simulations.judge;

import java.util.Arrays;
import java.util.SplittableRandom;

/** 95 % intervals of means by the percentile bootstrap (Efron), with a fixed seed. */
public final class Bootstrap {
    private static final int RESAMPLES = 4000;
    private static final long SEED = 20_260_101;

    private Bootstrap() {}

    /**
     * A mean with its interval.
     *
     * @param low 2.5 % quantile of the resampled means
     * @param high 97.5 % quantile
     */
    public record Interval(double mean, double low, double high) {
        /** Whether zero, "no difference", lies outside. */
        public boolean excludesZero() {
            return low > 0 || high < 0;
        }
    }

    /** The interval of the mean; for paired differences give the differences. */
    public static Interval mean(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        if (values.length < 2) {
            return new Interval(mean, mean, mean);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < values.length; j++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        return new Interval(
                mean, means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES)]);
    }

    /** The interval of the mean of {@code a - b}, pair by pair. */
    public static Interval difference(double[] a, double[] b) {
        double[] differences = new double[a.length];
        Arrays.setAll(differences, i -> a[i] - b[i]);
        return mean(differences);
    }
}
