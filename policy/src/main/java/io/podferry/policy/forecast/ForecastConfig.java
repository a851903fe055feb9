package io.podferry.policy.forecast;

import java.time.Duration;

/**
 * Parameters of {@link ForecastTable}.
 *
 * @param damping time constant with which a trend dies away; a slope alone predicts badly beyond
 *     about a minute
 * @param classMemory how far ahead the history of a class counts as much as the trend
 * @param ownMemory how long ago the growth of a pod itself may lie to be expected again; zero for
 *     not at all
 * @param leastScale size below which growth is never taken as nearly over, bytes
 */
public record ForecastConfig(
        Duration damping, Duration classMemory, Duration ownMemory, double leastScale) {
    public static final ForecastConfig DEFAULT =
            new ForecastConfig(
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    64 << 20);
}
