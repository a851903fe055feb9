package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.Samples;
import io.podferry.policy.telemetry.Steps;

/**
 * Bounds the steepest path of a pod without fitting its line: every rate that {@link TrendFit} can
 * look at is a mean of steps, so that slope, error and noise follow from the steepest rise, the
 * steepest fall and the longest gap. For a pod that grows evenly the bound is little above the path
 * itself.
 */
final class StepBound {
    /** Fewer samples have rules of their own. */
    static final int LEAST = 6;

    /**
     * Both views: the standard error of four rates or more is at most this share of their range.
     */
    private static final double ERROR = 0.93;

    /** 1.4826 over the root of 2, for at most four gaps between the two ends of a rate. */
    private static final double NOISE = 1.0484 * 4;

    private static final double ROUNDING = 1.0001;

    private StepBound() {}

    /** Whether the pod has samples enough. */
    static boolean known(Samples samples, int pod) {
        return samples.size(pod) >= LEAST;
    }

    /**
     * What the steepest path adds at most, bytes.
     *
     * @param phi damped time of the path, seconds
     * @param z normal quantile of its rank
     */
    static double growth(Steps steps, int pod, double phi, double z) {
        double rise = steps.rise(pod);
        double range = rise - steps.fall(pod);
        double wrong = ERROR * range * phi;
        double noise = NOISE * range * steps.gap(pod);
        double spread = Math.sqrt(wrong * wrong + noise * noise);
        return ROUNDING * (Math.max(0, rise) * phi + z * spread);
    }
}
