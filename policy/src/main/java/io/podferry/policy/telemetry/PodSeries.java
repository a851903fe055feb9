package io.podferry.policy.telemetry;

/**
 * The recent memory of one pod as an object: thinned samples first, then the latest ones.
 * Immutable.
 */
public final class PodSeries {
    private final double[] seconds;
    private final double[] bytes;

    PodSeries(Samples samples, int pod) {
        int recent = samples.size(pod);
        int first = recent == 0 ? Integer.MAX_VALUE : samples.at(pod, 0);
        int older = 0;
        while (older < samples.thinnedSize(pod) && samples.thinnedAt(pod, older) < first) {
            older++;
        }
        seconds = new double[older + recent];
        bytes = new double[older + recent];
        for (int i = 0; i < older + recent; i++) {
            boolean thin = i < older;
            int at = thin ? samples.thinnedAt(pod, i) : samples.at(pod, i - older);
            seconds[i] = at / 1e3;
            bytes[i] = thin ? samples.thinnedBytes(pod, i) : samples.bytes(pod, i - older);
        }
    }

    /** Number of samples. */
    public int size() {
        return seconds.length;
    }

    /** Time of a sample, seconds since some fixed time; index 0 is the oldest. */
    public double seconds(int index) {
        return seconds[index];
    }

    /** Memory, bytes. */
    public double bytes(int index) {
        return bytes[index];
    }

    /**
     * Least squares slope over the last {@code window} seconds, bytes per second; NaN with fewer
     * than two samples.
     */
    public double slope(double window) {
        int last = size() - 1;
        int from = last;
        while (from > 0 && seconds[last] - seconds[from - 1] <= window) {
            from--;
        }
        int count = last - from + 1;
        if (count < 2) {
            return Double.NaN;
        }
        double meanTime = 0;
        double mean = 0;
        for (int i = from; i <= last; i++) {
            meanTime += seconds[i] / count;
            mean += bytes[i] / count;
        }
        double products = 0;
        double squares = 0;
        for (int i = from; i <= last; i++) {
            products += (seconds[i] - meanTime) * (bytes[i] - mean);
            squares += (seconds[i] - meanTime) * (seconds[i] - meanTime);
        }
        return products / squares;
    }
}
