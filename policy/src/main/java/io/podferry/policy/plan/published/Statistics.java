package io.podferry.policy.plan.published;

import java.util.Arrays;

/** Formulas of the published systems. */
final class Statistics {
    private Statistics() {}

    /** Next value of an AR(1) model around the mean, fitted to the values. */
    static double nextOfAr1(double[] values) {
        int count = values.length;
        if (count < 3) {
            return count == 0 ? 0 : values[count - 1];
        }
        double mean = mean(values);
        double products = 0;
        double squares = 0;
        for (int i = 1; i < count; i++) {
            products += (values[i] - mean) * (values[i - 1] - mean);
            squares += (values[i - 1] - mean) * (values[i - 1] - mean);
        }
        double phi = squares == 0 ? 0 : products / squares;
        return mean + phi * (values[count - 1] - mean);
    }

    /** Next value of a line fitted with tricube weights, newest values heaviest. */
    static double nextOfLocalRegression(double[] values) {
        int count = values.length;
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < count; i++) {
            double weight = tricube(i, count);
            sum += weight;
            x += weight * i;
            y += weight * values[i];
        }
        x /= sum;
        y /= sum;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double weight = tricube(i, count);
            products += weight * (i - x) * (values[i] - y);
            squares += weight * (i - x) * (i - x);
        }
        double slope = squares == 0 ? 0 : products / squares;
        return y + slope * (count - x);
    }

    private static double tricube(int index, int count) {
        double distance = (double) (count - 1 - index) / count;
        return Math.pow(1 - Math.pow(distance, 3), 3);
    }

    static double medianDeviation(double[] values) {
        double median = median(values.clone());
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = Math.abs(values[i] - median);
        }
        return median(deviations);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }

    static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : sum / (values.length - 1);
    }

    /** Value at a share of the sorted values. */
    static double quantile(double[] values, double share) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    /** Pearson's correlation of two equally long series; 0 when one is constant. */
    static double correlation(double[] a, double[] b) {
        int count = Math.min(a.length, b.length);
        double[] x = Arrays.copyOfRange(a, a.length - count, a.length);
        double[] y = Arrays.copyOfRange(b, b.length - count, b.length);
        double meanX = mean(x);
        double meanY = mean(y);
        double products = 0;
        for (int i = 0; i < count; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
        }
        double spread = Math.sqrt(variance(x) * variance(y));
        return count < 3 || spread == 0 ? 0 : products / (count - 1) / spread;
    }
}
