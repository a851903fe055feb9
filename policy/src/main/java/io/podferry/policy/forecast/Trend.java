package io.podferry.policy.forecast;

/**
 * A robust line through the recent samples of a pod.
 *
 * @param slope bytes per second
 * @param slopeError standard error of the slope
 * @param noise standard deviation of single samples around the line, bytes
 */
record Trend(double slope, double slopeError, double noise) {
    static final Trend UNKNOWN = new Trend(0, 0, 0);
}
