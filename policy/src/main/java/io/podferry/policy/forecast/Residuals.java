package io.podferry.policy.forecast;

import java.util.Arrays;

/**
 * The last residuals of one class at one horizon, as shares of the pod's size, and their upper
 * quantiles. A window that rolls: what changed in the workload is forgotten with it. Not
 * thread-safe.
 */
final class Residuals {
    /** Ranks whose quantiles are kept. */
    static final double[] RANKS = {0.5, 0.8, 0.9, 0.95, 0.98, 0.995};

    /** Sorting anew pays only when this fraction of the window is new. */
    private static final int NEWS_SHARE = 16;

    private final float[] window;
    private final float[] quantiles = new float[RANKS.length];
    private int count;
    private int fresh;

    Residuals(int capacity) {
        this.window = new float[capacity];
    }

    void add(double residual) {
        window[count % window.length] = (float) residual;
        count++;
        fresh++;
    }

    int size() {
        return Math.min(count, window.length);
    }

    /** Quantile of one of {@link #RANKS}, by index; 0 without residuals, never negative. */
    double quantile(int index) {
        if (fresh > size() / NEWS_SHARE) {
            refresh();
        }
        return quantiles[index];
    }

    private void refresh() {
        fresh = 0;
        int size = size();
        if (size == 0) {
            return;
        }
        float[] order = Arrays.copyOf(window, size);
        Arrays.sort(order);
        for (int i = 0; i < RANKS.length; i++) {
            // the rank of a split-conformal bound: one more than the residuals at hand
            int at = (int) Math.ceil(RANKS[i] * (size + 1)) - 1;
            quantiles[i] = Math.max(0, order[Math.clamp(at, 0, size - 1)]);
        }
    }
}
