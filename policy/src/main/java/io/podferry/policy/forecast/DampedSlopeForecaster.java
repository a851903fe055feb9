package io.podferry.policy.forecast;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.MemorySeries;
import io.podferry.policy.telemetry.TelemetryHistory;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Continues each pod's robust trend, dying away, with noise around it; blends in how earlier pods
 * of the same class went on from the same size; and never exceeds the pod's limit. A trend is
 * computed again only when a sample came in. Not thread-safe.
 */
public final class DampedSlopeForecaster implements Forecaster {
    private final ForecastConfig config;
    private final Map<PodUid, Fit> fits = new HashMap<>();

    private record Fit(long version, Trend trend, Optional<Analogs> analogs) {}

    public DampedSlopeForecaster(ForecastConfig config) {
        this.config = config;
    }

    public DampedSlopeForecaster() {
        this(ForecastConfig.DEFAULT);
    }

    @Override
    public Map<PodUid, PodForecast> forecast(ClusterSnapshot cluster, TelemetryHistory history) {
        Map<PodUid, PodForecast> forecasts = new TreeMap<>();
        for (PodSnapshot pod : cluster.pods()) {
            forecasts.put(pod.uid(), forecast(pod, cluster, history));
        }
        if (fits.size() > 2 * forecasts.size()) {
            fits.keySet().retainAll(forecasts.keySet());
        }
        return Collections.unmodifiableMap(forecasts);
    }

    private PodForecast forecast(
            PodSnapshot pod, ClusterSnapshot cluster, TelemetryHistory history) {
        Optional<MemorySeries> series = history.series(pod.uid());
        Fit fit = series.map(s -> fit(pod, s, history)).orElseGet(DampedSlopeForecaster::unknown);
        double age =
                Math.max(0, Duration.between(pod.sampledAt(), cluster.takenAt()).toNanos() / 1e9);
        double ceiling = pod.limit().map(limit -> (double) limit.bytes()).orElse(Double.MAX_VALUE);
        return new BlendedForecast(
                pod.uid(),
                pod.memory(),
                Math.max(ceiling, (double) pod.memory().bytes()),
                age,
                fit.trend(),
                series.map(s -> Ceiling.of(s.teeth())).orElse(Ceiling.NONE),
                fit.analogs(),
                config);
    }

    private Fit fit(PodSnapshot pod, MemorySeries series, TelemetryHistory history) {
        Fit known = fits.get(pod.uid());
        if (known != null && known.version() == series.version()) {
            return known;
        }
        Optional<Analogs> analogs =
                Analogs.of(history.ended(pod.workloadClass()), (double) pod.memory().bytes());
        Fit fit = new Fit(series.version(), Trend.of(series), analogs);
        fits.put(pod.uid(), fit);
        return fit;
    }

    private static Fit unknown() {
        return new Fit(0, new Trend(0, 0, 0), Optional.empty());
    }
}
