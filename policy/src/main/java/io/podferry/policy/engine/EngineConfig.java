package io.podferry.policy.engine;

import io.podferry.policy.forecast.ForecastConfig;
import io.podferry.policy.risk.RiskConfig;

/**
 * Parameters of the engine besides those of policy and coordinator.
 *
 * @param dueWindow number of ticks that the policy's hysteresis looks back on, 1 or more
 * @param reportedPods number of pods up to which a report lists all of them; beyond, it lists those
 *     of nodes that were looked at
 * @param risksOnDemand whether a report's risks are computed when they are read, which must then be
 *     before the next tick and by the thread that ticks; for simulations
 */
public record EngineConfig(
        RiskConfig risk,
        ForecastConfig forecast,
        int dueWindow,
        int reportedPods,
        boolean risksOnDemand) {
    public static final EngineConfig DEFAULT =
            new EngineConfig(RiskConfig.DEFAULT, ForecastConfig.DEFAULT, 3, 5000, false);
}
