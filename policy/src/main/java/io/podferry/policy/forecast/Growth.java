package io.podferry.policy.forecast;

/** The parts of a trend's continuation, shared by whole paths and by the figures of the screen. */
final class Growth {
    private Growth() {}

    /** Time, damped: a trend that goes on for ever counts as one damping constant. */
    static double phi(double seconds, ForecastConfig config) {
        double damping = config.damping().toNanos() / 1e9;
        return damping * (1 - Math.exp(-seconds / damping));
    }

    /** Expected growth after some time, bytes. */
    static double mean(double slope, double seconds, ForecastConfig config) {
        return Math.max(0, slope) * phi(seconds, config);
    }

    /** Standard deviation around it, bytes. */
    static double spread(double error, double noise, double seconds, ForecastConfig config) {
        double wrong = error * phi(seconds, config);
        double single = noise * seconds / (seconds + 1);
        return Math.sqrt(wrong * wrong + single * single);
    }

    /** What is added before a ramp ends, at a rank among ramps, bytes. */
    static double end(double rank, double size, ForecastConfig config) {
        return Math.max(size, config.leastScale()) * rank / (1 - rank);
    }
}
