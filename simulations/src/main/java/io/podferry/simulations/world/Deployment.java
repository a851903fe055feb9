package io.podferry.simulations.world;

import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.risk.RiskConfig;
import java.time.Duration;

/**
 * The product's configuration for a cluster, as an operator who knows its conditions would set it:
 * a horizon that exceeds a usual move, patience with samples that are late, and more moves at once
 * in a larger cluster. The same for all policies.
 *
 * @param engine for the engine
 * @param limits for the coordinator
 */
public record Deployment(EngineConfig engine, CoordinatorConfig limits) {
    private static final double LARGE_POD = 0.4;
    private static final double MARGIN = 1.25;
    private static final long LEAST_HORIZON = 120;
    private static final long MOST_HORIZON = 900;

    public static Deployment of(RunConfig config) {
        return of(config, 0);
    }

    /** With reports that list pods, for pictures. */
    public static Deployment of(RunConfig config, int reportedPods) {
        double largeGb = LARGE_POD * config.nodeMemory().bytes() / 1e9;
        double move = largeGb * config.moveSecondsPerGb() + config.moveFixed().toMillis() / 1e3;
        long horizon = Math.clamp(Math.round(MARGIN * move), LEAST_HORIZON, MOST_HORIZON);
        Duration late = config.samplePeriod().multipliedBy(3).plus(config.sampleDelay());
        Duration stale =
                late.compareTo(RiskConfig.DEFAULT.staleAfter()) > 0
                        ? late
                        : RiskConfig.DEFAULT.staleAfter();
        EngineConfig engine =
                new EngineConfig(
                        new RiskConfig(
                                Duration.ofSeconds(horizon), stale, RiskConfig.DEFAULT.seed()),
                        EngineConfig.DEFAULT.forecast(),
                        EngineConfig.DEFAULT.dueWindow(),
                        reportedPods,
                        reportedPods == 0);
        return new Deployment(engine, limits(config));
    }

    private static CoordinatorConfig limits(RunConfig config) {
        CoordinatorConfig usual = CoordinatorConfig.DEFAULT;
        long patience = Math.max(10_000, Math.round(3000 * config.moveSecondsPerGb() * 1.0737));
        return new CoordinatorConfig(
                usual.movesPerSource(),
                usual.movesPerTarget(),
                usual.movesPerCluster(),
                usual.movesPerHundredNodes(),
                usual.coolDown(),
                usual.returnBan(),
                usual.preflightTimeout(),
                usual.holdTimeout(),
                usual.shipTimeout(),
                usual.prepareTimeout(),
                Duration.ofMillis(patience),
                usual.retryAfter(),
                usual.retryAtMost(),
                usual.keep());
    }
}
