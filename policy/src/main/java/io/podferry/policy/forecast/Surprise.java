package io.podferry.policy.forecast;

/**
 * How far pods of a class exceed the trend's expectation, as a share of their size, by time and
 * rank. Immutable.
 */
final class Surprise {
    /** Times ahead at which residuals are learned, seconds. */
    static final int[] SECONDS = {30, 60, 120, 300, 600};

    static final Surprise NONE = new Surprise(new double[SECONDS.length][Residuals.RANKS.length]);

    private final double[][] shares;

    /**
     * @param shares by time and by rank; not decreasing in either
     */
    Surprise(double[][] shares) {
        this.shares = shares;
    }

    /** Share of the size that is added beyond the expectation; 0 up to the median. */
    double share(double rank, double seconds) {
        if (rank <= Residuals.RANKS[0]) {
            return 0;
        }
        int place = 0;
        while (place < Residuals.RANKS.length - 2 && Residuals.RANKS[place + 1] < rank) {
            place++;
        }
        double from = Residuals.RANKS[place];
        double part = Math.min(1, (rank - from) / (Residuals.RANKS[place + 1] - from));
        int later = 0;
        while (later < SECONDS.length - 1 && SECONDS[later] < seconds) {
            later++;
        }
        double before = later == 0 ? 0 : at(later - 1, place, part);
        double start = later == 0 ? 0 : SECONDS[later - 1];
        double along = Math.clamp((seconds - start) / (SECONDS[later] - start), 0, 1);
        return before + along * (at(later, place, part) - before);
    }

    private double at(int time, int place, double part) {
        return shares[time][place] + part * (shares[time][place + 1] - shares[time][place]);
    }
}
