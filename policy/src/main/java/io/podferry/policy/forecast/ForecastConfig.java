package io.podferry.policy.forecast;

import java.time.Duration;

/**
 * Parameters of {@link ForecastTable}.
 *
 * @param damping time constant with which a trend dies away; a slope alone predicts badly beyond
 *     about a minute
 * @param classMemory how far ahead the history of a class counts as much as the trend
 * @param leastScale size below which growth is never taken as nearly over, bytes
 */
public record ForecastConfig(Duration damping, Duration classMemory, double leastScale) {
    public static final ForecastConfig DEFAULT =
            new ForecastConfig(Duration.ofSeconds(90), Duration.ofSeconds(60), 64 << 20);
}
