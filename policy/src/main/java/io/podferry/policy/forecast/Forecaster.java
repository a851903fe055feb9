package io.podferry.policy.forecast;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.TelemetryHistory;
import java.util.Map;

/**
 * Looks ahead for every pod of a picture. May remember what it computed, but the same calls in the
 * same order give the same forecasts.
 */
@FunctionalInterface
public interface Forecaster {
    /** One forecast for every pod of {@code cluster}, in the order of UIDs. */
    Map<PodUid, PodForecast> forecast(ClusterSnapshot cluster, TelemetryHistory history);
}
