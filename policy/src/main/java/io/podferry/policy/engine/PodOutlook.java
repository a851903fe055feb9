package io.podferry.policy.engine;

import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;

/**
 * A pod's forecast in figures.
 *
 * @param memory memory now
 * @param slope growth that was recognised
 * @param q10 10 % quantile at the horizon
 * @param q50 median at the horizon
 * @param q90 90 % quantile at the horizon
 */
public record PodOutlook(
        DataSize memory, GrowthRate slope, DataSize q10, DataSize q50, DataSize q90) {
    static PodOutlook of(PodForecast forecast, double horizonSeconds) {
        return new PodOutlook(
                forecast.memory(),
                forecast.slope(),
                size(forecast.bytes(0.1, horizonSeconds)),
                size(forecast.bytes(0.5, horizonSeconds)),
                size(forecast.bytes(0.9, horizonSeconds)));
    }

    private static DataSize size(double bytes) {
        return new DataSize(Math.max(0, Math.round(bytes)));
    }
}
