package io.podferry.cli.bench;

import java.util.List;

/** Order statistics of a few figures, by the nearest rank. */
final class Quantiles {
    private Quantiles() {}

    /**
     * The value that {@code share} of the figures do not exceed.
     *
     * @param share more than 0, up to 1
     * @throws IllegalArgumentException when there are no figures
     */
    static double of(List<Double> figures, double share) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures. Maybe every run failed?");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.clamp(rank, 1, sorted.size()) - 1);
    }

    static double median(List<Double> figures) {
        return of(figures, 0.5);
    }
}
