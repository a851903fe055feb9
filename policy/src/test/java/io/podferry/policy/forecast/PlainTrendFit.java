package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.Samples;
import java.util.Arrays;

/** The line of {@link TrendFit} as its definition says, with sorting and objects. */
final class PlainTrendFit {
    private PlainTrendFit() {}

    private record Point(long millis, double bytes) {}

    static Trend of(Samples samples, int pod, boolean held) {
        int size = samples.size(pod);
        if (size < 2) {
            return Trend.UNKNOWN;
        }
        Point[] latest = new Point[size];
        Arrays.setAll(latest, i -> new Point(samples.at(pod, i), samples.bytes(pod, i)));
        return shortView(latest, longView(window(samples, pod, latest), held));
    }

    private static Point[] window(Samples samples, int pod, Point[] latest) {
        int thinned = samples.thinnedSize(pod);
        if (thinned < 8) {
            return Arrays.copyOfRange(latest, Math.max(0, latest.length - 12), latest.length);
        }
        int count = Math.min(11, thinned);
        Point[] points = new Point[count];
        Arrays.setAll(
                points,
                i ->
                        new Point(
                                samples.thinnedAt(pod, thinned - count + i),
                                samples.thinnedBytes(pod, thinned - count + i)));
        Point last = latest[latest.length - 1];
        if (points[count - 1].millis == last.millis) {
            return points;
        }
        Point[] more = Arrays.copyOf(points, count + 1);
        more[count] = last;
        return more;
    }

    private static Trend longView(Point[] points, boolean held) {
        int lag = Math.max(1, points.length / 3);
        double[] rates = rates(points, lag);
        double slope = rates[held ? rates.length * 3 / 4 : (rates.length - 1) / 2];
        if (rates.length < 2) {
            return new Trend(slope, 0, 0);
        }
        long millis = 0;
        for (int i = 0; i < rates.length; i++) {
            millis += points[i + lag].millis - points[i].millis;
        }
        double sigma = 1.4826 * deviation(rates, slope);
        return new Trend(
                slope,
                1.25 * sigma / Math.sqrt(rates.length),
                sigma * (millis / 1e3) / rates.length / Math.sqrt(2));
    }

    private static Trend shortView(Point[] latest, Trend usual) {
        int count = Math.min(4, latest.length - 1);
        if (count < 2) {
            return new Trend(0, Math.abs(usual.slope()), usual.noise());
        }
        int first = latest.length - 1 - count;
        Point[] last = Arrays.copyOfRange(latest, first, latest.length);
        double[] rates = rates(last, 1);
        double steep = rates[(count - 1) / 2];
        double interval = (last[count].millis - last[0].millis) / 1e3 / count;
        double change = Math.abs(steep - usual.slope()) * interval;
        double noise = changes(latest, first);
        if (steep <= 0 || change == 0 || change <= 3 * noise) {
            return usual;
        }
        double error = 1.4826 * deviation(rates, steep) / Math.sqrt(count);
        return new Trend(steep, error, Math.min(usual.noise(), noise));
    }

    private static double changes(Point[] latest, int end) {
        int start = Math.max(1, end - 10);
        if (end - start + 1 < 2) {
            return 0;
        }
        double[] changes = new double[end - start + 1];
        Arrays.setAll(
                changes,
                i -> (float) latest[start + i].bytes - (float) latest[start + i - 1].bytes);
        Arrays.sort(changes);
        return 1.4826 * deviation(changes, changes[changes.length / 2]);
    }

    private static double[] rates(Point[] points, int lag) {
        double[] rates = new double[points.length - lag];
        for (int i = 0; i < rates.length; i++) {
            double more =
                    lag == 1
                            ? (float) points[i + 1].bytes - (float) points[i].bytes
                            : points[i + lag].bytes - points[i].bytes;
            rates[i] = more * 1e3 / (points[i + lag].millis - points[i].millis);
        }
        Arrays.sort(rates);
        return rates;
    }

    private static double deviation(double[] values, double centre) {
        double[] deviations = Arrays.stream(values).map(v -> Math.abs(v - centre)).toArray();
        Arrays.sort(deviations);
        int middle = deviations.length / 2;
        return deviations.length % 2 == 1
                ? deviations[middle]
                : (deviations[middle - 1] + deviations[middle]) / 2;
    }
}
