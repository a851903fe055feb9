package io.podferry.simulations.cluster;

import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * How fast and how reliable the virtual machinery is.
 *
 * @param metricPeriod time between two samples of a node
 * @param metricDelay time from a sample until the engine can see it
 * @param answer time an agent needs for a step that moves no memory
 * @param freezeFixed part of a dump's duration that does not depend on the size
 * @param shipPerGibibyte time to dump and ship one GiB, both overlapped
 * @param restoreFixed part of a restore's duration that does not depend on the size
 * @param restorePerGibibyte time to restore one GiB
 * @param failingMoves share of moves that fail before the decision to run the clone, 0 to 1
 */
public record Conditions(
        Duration metricPeriod,
        Duration metricDelay,
        Duration answer,
        Duration freezeFixed,
        Duration shipPerGibibyte,
        Duration restoreFixed,
        Duration restorePerGibibyte,
        double failingMoves) {
    public Conditions {
        if (!metricPeriod.isPositive()) {
            throw new IllegalArgumentException(
                    "metric period must be longer than zero, was "
                            + metricPeriod
                            + ". Maybe you meant PT1S?");
        }
        if (!(failingMoves >= 0 && failingMoves <= 1)) {
            throw new IllegalArgumentException(
                    "share of failing moves must be between 0 and 1, was " + failingMoves);
        }
    }

    /** What was measured with real containers of up to 1 GiB on one small machine. */
    public static Conditions measured() {
        return new Conditions(
                Duration.ofMillis(500),
                Duration.ofMillis(100),
                Duration.ofMillis(20),
                Duration.ofMillis(250),
                Duration.ofMillis(1100),
                Duration.ofMillis(250),
                Duration.ofMillis(700),
                0);
    }

    public Conditions withMetrics(Duration period, Duration delay) {
        return new Conditions(
                period,
                delay,
                answer,
                freezeFixed,
                shipPerGibibyte,
                restoreFixed,
                restorePerGibibyte,
                failingMoves);
    }

    public Conditions withFailingMoves(double share) {
        return new Conditions(
                metricPeriod,
                metricDelay,
                answer,
                freezeFixed,
                shipPerGibibyte,
                restoreFixed,
                restorePerGibibyte,
                share);
    }

    Duration ship(DataSize size) {
        return freezeFixed.plus(scaled(shipPerGibibyte, size));
    }

    Duration restore(DataSize size) {
        return restoreFixed.plus(scaled(restorePerGibibyte, size));
    }

    private static Duration scaled(Duration perGibibyte, DataSize size) {
        return Duration.ofNanos(Math.round(perGibibyte.toNanos() * size.gibibytes()));
    }
}
