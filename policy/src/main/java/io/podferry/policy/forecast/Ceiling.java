package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.Teeth;

/**
 * Where a saw-tooth turns: around its earlier peaks.
 *
 * @param level highest earlier peak, bytes; infinite for a pod that never fell back
 * @param spread standard deviation around it, bytes
 */
record Ceiling(double level, double spread) {
    static final Ceiling NONE = new Ceiling(Double.POSITIVE_INFINITY, 0);

    static Ceiling of(Teeth teeth, int pod) {
        return teeth.any(pod) ? new Ceiling(teeth.highest(pod), teeth.spread(pod)) : NONE;
    }

    double bytes(double normalQuantile) {
        return level + Math.max(0, normalQuantile) * spread;
    }
}
