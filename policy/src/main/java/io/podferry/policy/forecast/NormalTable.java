package io.podferry.policy.forecast;

import org.apache.commons.math3.distribution.NormalDistribution;

/** Quantiles of the standard normal distribution, read from a table. */
public final class NormalTable {
    private static final int CELLS = 1024;
    private static final double[] QUANTILES = new double[CELLS + 1];

    static {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        for (int i = 0; i <= CELLS; i++) {
            double rank = Math.clamp((double) i / CELLS, 0.25 / CELLS, 1 - 0.25 / CELLS);
            QUANTILES[i] = normal.inverseCumulativeProbability(rank);
        }
    }

    private NormalTable() {}

    /** The value that a standard normal variable stays below with this probability. */
    public static double quantile(double rank) {
        double at = Math.clamp(rank, 0, 1) * CELLS;
        int cell = Math.min((int) at, CELLS - 1);
        return QUANTILES[cell] + (at - cell) * (QUANTILES[cell + 1] - QUANTILES[cell]);
    }
}
