package io.podferry.policy.forecast;

import java.time.Duration;

/**
 * The points in time at which paths are evaluated: dense soon, sparse later, ending at the horizon.
 * Between them paths are taken as straight. Immutable.
 */
public final class TimeGrid {
    private static final double[] SHAPE = {
        0, .004, .008, .017, .025, .034, .05, .067, .083, .108, .133, .167, .208, .25, .333, .417,
        .5, .667, .833, 1
    };
    private final double[] seconds;
    private final Duration horizon;

    private TimeGrid(Duration horizon) {
        this.horizon = horizon;
        this.seconds = new double[SHAPE.length];
        for (int i = 0; i < SHAPE.length; i++) {
            seconds[i] = SHAPE[i] * horizon.toNanos() / 1e9;
        }
    }

    /**
     * A grid from now to the horizon.
     *
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

    public Duration horizon() {
        return horizon;
    }
}
