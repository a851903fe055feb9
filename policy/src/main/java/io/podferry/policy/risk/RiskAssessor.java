package io.podferry.policy.risk;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.forecast.TimeGrid;
import java.util.List;
import java.util.Map;

/**
 * Turns forecasts of pods into joint futures of nodes. Deterministic for a seed. Not thread-safe.
 */
public final class RiskAssessor {
    private final RiskConfig config;
    private final TimeGrid grid;
    private final Ranks ranks;

    public RiskAssessor(RiskConfig config) {
        this.config = config;
        this.grid = TimeGrid.upTo(config.horizon());
        this.ranks = new Ranks(config.seed());
    }

    /**
     * @param tick number of the tick, part of the seed
     */
    public Futures assess(
            ClusterSnapshot cluster,
            Map<PodUid, PodForecast> forecasts,
            List<InFlight> inFlight,
            long tick) {
        return new Futures(config, grid, ranks, tick, cluster, forecasts, inFlight);
    }
}
