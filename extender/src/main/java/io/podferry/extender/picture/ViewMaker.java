package io.podferry.extender.picture;

import io.podferry.extender.advice.ClusterView;
import io.podferry.extender.advice.Hold;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.forecast.ForecastConfig;
import io.podferry.policy.forecast.ForecastTable;
import io.podferry.policy.risk.RiskConfig;
import io.podferry.policy.risk.RiskTable;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.TelemetryFeed;
import java.time.Instant;
import java.util.List;

/**
 * Forecasts and assesses a series of snapshots, as the engine does, but moves nothing. Not
 * thread-safe.
 */
public final class ViewMaker {
    private final ClusterTable table = new ClusterTable();
    private final ForecastTable forecasts;
    private final RiskTable risks;
    private final TelemetryFeed feed;
    private ClusterSnapshot latest = new ClusterSnapshot(Instant.EPOCH, List.of(), List.of());
    private long ticks;

    public ViewMaker() {
        RiskConfig config = RiskConfig.DEFAULT;
        this.forecasts =
                new ForecastTable(
                        table, ForecastConfig.DEFAULT, config.horizon(), config.staleAfter());
        this.risks = new RiskTable(config, table, forecasts);
        this.feed = TelemetryFeed.of(_ -> latest);
    }

    /** Takes a snapshot into the history without a view of it. */
    public void observe(ClusterSnapshot cluster) {
        latest = cluster;
        table.begin(cluster.takenAt());
        feed.deliver(cluster.takenAt(), table);
        forecasts.update();
    }

    /** The view of the newest snapshot. */
    public ClusterView view(ClusterSnapshot cluster, List<Hold> holds) {
        ticks++;
        observe(cluster);
        return ClusterView.of(
                cluster, risks.assess(cluster.takenAt(), List.of(), ticks).report(), holds);
    }
}
