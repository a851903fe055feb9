package io.podferry.policy.engine;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.forecast.DampedSlopeForecaster;
import io.podferry.policy.forecast.Forecaster;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.migration.ActionExecutor;
import io.podferry.policy.migration.Answer;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationRequest;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.DecisionLog;
import io.podferry.policy.plan.DurationModel;
import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.plan.Policy;
import io.podferry.policy.risk.Futures;
import io.podferry.policy.risk.InFlight;
import io.podferry.policy.risk.RiskAssessor;
import io.podferry.policy.telemetry.TelemetryHistory;
import io.podferry.policy.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole product in one method, whoever drives it. Not thread-safe: the thread that ticks is the
 * one that uses the coordinator.
 */
public final class PolicyEngine {
    private final TelemetrySource telemetry;
    private final Policy policy;
    private final Coordinator coordinator;
    private final DecisionLog decisions;
    private final Forecaster forecaster;
    private final ActionExecutor actions;
    private final RiskAssessor assessor;
    private final PlacementService placement = PlacementService.standard();
    private final TelemetryHistory history = new TelemetryHistory();
    private final DurationModel durations = new DurationModel();
    private final MoveWatcher watcher = new MoveWatcher(durations);
    private final DueHistory due;
    private final ForecastAudit audit = new ForecastAudit();
    private final Pace pace = new Pace();
    private final Duration staleAfter;
    private long ticks;

    public PolicyEngine(
            TelemetrySource telemetry,
            Policy policy,
            Coordinator coordinator,
            DecisionLog decisions,
            EngineConfig config) {
        this(
                telemetry,
                policy,
                coordinator,
                decisions,
                config,
                new DampedSlopeForecaster(config.forecast()),
                ActionExecutor.none());
    }

    /** An engine that can also do what is not a move. */
    public PolicyEngine(
            TelemetrySource telemetry,
            Policy policy,
            Coordinator coordinator,
            DecisionLog decisions,
            EngineConfig config,
            Forecaster forecaster,
            ActionExecutor actions) {
        this.actions = actions;
        this.telemetry = telemetry;
        this.policy = policy;
        this.coordinator = coordinator;
        this.decisions = decisions;
        this.forecaster = forecaster;
        this.assessor = new RiskAssessor(config.risk());
        this.staleAfter = config.risk().staleAfter();
        this.due = new DueHistory(config.dueWindow());
    }

    /** Looks, thinks and acts once. Never blocks. */
    public TickReport tick(Instant now) {
        ticks++;
        List<MigrationRecord> changed = new ArrayList<>(coordinator.advance(now));
        ClusterSnapshot cluster = telemetry.snapshot(now);
        List<InFlight> inFlight = watcher.inFlight(coordinator.active(), now);
        watcher.learn(coordinator.active(), coordinator.recent());
        history.observe(cluster, watcher.standingStill(coordinator.active()));
        Map<PodUid, PodForecast> forecasts = forecaster.forecast(cluster, history);
        Futures futures = assessor.assess(cluster, forecasts, inFlight, ticks);
        PlanningInput input =
                new PlanningInput(
                        cluster,
                        forecasts,
                        futures,
                        inFlight,
                        due.counts(),
                        durations,
                        placement,
                        pace.interval(now),
                        staleAfter,
                        (pod, source, target) -> coordinator.objection(pod, source, target, now));
        MigrationPlan plan = policy.plan(input);
        due.record(plan.decisions());
        plan.decisions().forEach(decisions::record);
        audit.observe(cluster, plan.decisions());
        List<MigrationRecord> submitted = new ArrayList<>();
        List<Action> performed = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Action action : plan.actions()) {
            if (action instanceof PlannedMove move) {
                switch (coordinator.submit(request(move), now)) {
                    case Answer.Accepted(MigrationRecord record) -> submitted.add(record);
                    case Answer.Refused(String reason) -> refused.add(reason);
                }
            } else {
                coordinator
                        .objection(action, now)
                        .or(() -> actions.perform(action, now))
                        .ifPresentOrElse(refused::add, () -> performed.add(action));
            }
        }
        changed.addAll(coordinator.advance(now));
        return new TickReport(
                now,
                cluster,
                futures.report(),
                outlooks(forecasts, futures.report().horizon().toNanos() / 1e9),
                plan,
                submitted,
                performed,
                refused,
                changed,
                coordinator.active());
    }

    /** What has been learned about how long moves take. */
    public DurationModel durations() {
        return durations;
    }

    /** How earlier forecasts of exhaustion turned out. */
    public ForecastAudit audit() {
        return audit;
    }

    private static MigrationRequest request(PlannedMove move) {
        return new MigrationRequest(
                move.podUid(),
                move.podName(),
                move.podName(),
                move.source(),
                move.target(),
                move.size(),
                move.reason(),
                Coordinator.POLICY);
    }

    private static SortedMap<PodUid, PodOutlook> outlooks(
            Map<PodUid, PodForecast> forecasts, double horizon) {
        SortedMap<PodUid, PodOutlook> outlooks = new TreeMap<>();
        forecasts.forEach((uid, forecast) -> outlooks.put(uid, PodOutlook.of(forecast, horizon)));
        return outlooks;
    }
}
