package io.podferry.extender.picture;

import io.podferry.extender.advice.ClusterView;
import io.podferry.extender.advice.Hold;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.forecast.DampedSlopeForecaster;
import io.podferry.policy.forecast.Forecaster;
import io.podferry.policy.risk.RiskAssessor;
import io.podferry.policy.risk.RiskConfig;
import io.podferry.policy.telemetry.TelemetryHistory;
import java.util.List;
import java.util.Set;

/**
 * Forecasts and assesses a series of snapshots, as the engine does, but moves nothing. Not
 * thread-safe.
 */
public final class ViewMaker {
    private final TelemetryHistory history = new TelemetryHistory();
    private final Forecaster forecaster = new DampedSlopeForecaster();
    private final RiskAssessor assessor = new RiskAssessor(RiskConfig.DEFAULT);
    private long ticks;

    /** Takes a snapshot into the history without a view of it. */
    public void observe(ClusterSnapshot cluster) {
        history.observe(cluster, Set.of());
    }

    /** The view of the newest snapshot. */
    public ClusterView view(ClusterSnapshot cluster, List<Hold> holds) {
        ticks++;
        observe(cluster);
        return ClusterView.of(
                cluster,
                assessor.assess(cluster, forecaster.forecast(cluster, history), List.of(), ticks)
                        .report(),
                holds);
    }
}
