package io.podferry.simulations.world;

import java.util.Arrays;

/** Counts what happens in a run. Not thread-safe. */
final class Tally {
    private static final double GIB = 1L << 30;
    private static final long TARGET_SIDE = 600_000;

    int kills;
    int unavoidable;
    int evictions;
    int policyEvictions;
    int targetKills;
    int moves;
    int failedMoves;
    int pingPongs;
    int alarms;
    int falseAlarms;
    double lostSeconds;
    double lostGibSeconds;
    double downtimeSeconds;
    double slowedSeconds;
    double bytesMoved;
    double podHours;
    long completed;
    private double[] downtimes = new double[64];
    private int downs;
    private double[] leads = new double[64];
    private int leadCount;
    private final double[] density = new double[4096];
    private int densities;
    private long densityStride = 1;
    private long densitySeen;

    void kill(double lostMillis, double bytes, boolean couldNotBeAvoided, long sinceArrival) {
        kills++;
        unavoidable += couldNotBeAvoided ? 1 : 0;
        targetKills += sinceArrival < TARGET_SIDE ? 1 : 0;
        lose(lostMillis, bytes);
    }

    void lose(double lostMillis, double bytes) {
        lostSeconds += lostMillis / 1e3;
        lostGibSeconds += lostMillis / 1e3 * bytes / GIB;
    }

    void down(double millis, double bytes) {
        downtimeSeconds += millis / 1e3;
        lose(millis, bytes);
        if (downs == downtimes.length) {
            downtimes = Arrays.copyOf(downtimes, 2 * downs);
        }
        downtimes[downs++] = millis / 1e3;
    }

    void lead(double seconds) {
        if (leadCount == leads.length) {
            leads = Arrays.copyOf(leads, 2 * leadCount);
        }
        leads[leadCount++] = seconds;
    }

    /** Share of the cluster's memory in use, seen at even intervals. */
    void density(double share) {
        if (densitySeen++ % densityStride != 0) {
            return;
        }
        if (densities == density.length) {
            for (int i = 0; i < densities / 2; i++) {
                density[i] = density[2 * i];
            }
            densities /= 2;
            densityStride *= 2;
        }
        density[densities++] = share;
    }

    double downtimeQuantile(double share) {
        return quantile(Arrays.copyOf(downtimes, downs), share);
    }

    double leadQuantile(double share) {
        return quantile(Arrays.copyOf(leads, leadCount), share);
    }

    double densityQuantile(double share) {
        return quantile(Arrays.copyOf(density, densities), share);
    }

    double meanDensity() {
        return Arrays.stream(density, 0, densities).average().orElse(0);
    }

    private static double quantile(double[] values, double share) {
        if (values.length == 0) {
            return 0;
        }
        Arrays.sort(values);
        return values[(int) Math.min(values.length - 1, Math.floor(share * values.length))];
    }
}
