package io.podferry.policy.forecast;

import java.time.Duration;

/**
 * The points in time at which paths are evaluated: dense soon, sparse later, ending at the horizon.
 * Between them paths are taken as straight. Not thread-safe.
 */
public final class TimeGrid {
    private static final double[] SHAPE = {
        0, .004, .008, .017, .025, .034, .05, .067, .083, .108, .133, .167, .208, .25, .333, .417,
        .5, .667, .833, 1
    };
    private final double[] seconds;
    private final double[] decay = new double[SHAPE.length];
    private final Duration horizon;
    private double decayConstant = Double.NaN;

    private TimeGrid(Duration horizon) {
        this.horizon = horizon;
        this.seconds = new double[SHAPE.length];
        for (int i = 0; i < SHAPE.length; i++) {
            seconds[i] = SHAPE[i] * horizon.toNanos() / 1e9;
        }
    }

    /**
     * @param horizon how far to look, more than zero
     */
    public static TimeGrid upTo(Duration horizon) {
        if (!horizon.isPositive()) {
            throw new IllegalArgumentException(
                    "horizon must be positive: " + horizon + ". Maybe you meant 2 minutes?");
        }
        return new TimeGrid(horizon);
    }

    public int size() {
        return seconds.length;
    }

    public double seconds(int index) {
        return seconds[index];
    }

    /** exp(-t / constant) at every point; computed once per constant. */
    double[] decay(double constant) {
        if (decayConstant != constant) {
            for (int i = 0; i < decay.length; i++) {
                decay[i] = Math.exp(-seconds[i] / constant);
            }
            decayConstant = constant;
        }
        return decay;
    }

    public Duration horizon() {
        return horizon;
    }
}
