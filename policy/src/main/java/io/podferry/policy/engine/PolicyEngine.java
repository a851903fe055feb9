package io.podferry.policy.engine;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.forecast.ForecastTable;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.migration.ActionExecutor;
import io.podferry.policy.migration.Answer;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationRequest;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.Admission;
import io.podferry.policy.plan.DecisionLog;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.DurationModel;
import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.plan.Policy;
import io.podferry.policy.risk.Futures;
import io.podferry.policy.risk.InFlight;
import io.podferry.policy.risk.RiskTable;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.ClusterView;
import io.podferry.policy.telemetry.HistoryCodec;
import io.podferry.policy.telemetry.TelemetryFeed;
import io.podferry.policy.telemetry.TelemetrySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole product in one method, whoever drives it. Not thread-safe: the thread that ticks is the
 * one that uses the coordinator.
 */
public final class PolicyEngine {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEngine.class);

    private final TelemetryFeed feed;
    private Policy policy;
    private final Coordinator coordinator;
    private final DecisionLog decisions;
    private final ActionExecutor actions;
    private EngineConfig config;
    private final PlacementService placement = PlacementService.standard();
    private final ClusterTable table = new ClusterTable();
    private final ForecastTable forecasts;
    private final RiskTable risks;
    private final Horizon horizon;
    private final DurationModel durations = new DurationModel();
    private final MoveWatcher watcher = new MoveWatcher(durations);
    private final DueHistory due;
    private final ForecastAudit audit = new ForecastAudit();
    private final Pace pace = new Pace();
    private PodSelector selector = PodSelector.ALL;
    private MoveBudgets budgets = MoveBudgets.DEFAULT;
    private Instant now = Instant.EPOCH;
    private long ticks;

    /** An engine that looks at whole pictures and only moves pods. */
    public PolicyEngine(
            TelemetrySource telemetry,
            Policy policy,
            Coordinator coordinator,
            DecisionLog decisions,
            EngineConfig config) {
        this(
                TelemetryFeed.of(telemetry),
                policy,
                coordinator,
                decisions,
                config,
                ActionExecutor.none());
    }

    /** An engine that is told of changes and can also do what is not a move. */
    public PolicyEngine(
            TelemetryFeed feed,
            Policy policy,
            Coordinator coordinator,
            DecisionLog decisions,
            EngineConfig config,
            ActionExecutor actions) {
        this.feed = feed;
        this.policy = policy;
        this.coordinator = coordinator;
        this.decisions = decisions;
        this.actions = actions;
        this.config = config;
        this.forecasts =
                new ForecastTable(
                        table,
                        config.forecast(),
                        config.risk().horizon(),
                        config.risk().staleAfter());
        this.risks = new RiskTable(config.risk(), table, forecasts);
        this.horizon = new Horizon(config.risk().horizon(), table, durations, risks);
        this.due = new DueHistory(config.dueWindow());
    }

    /** Looks, thinks and acts once. Never blocks, and bad input never makes it fail. */
    public TickReport tick(Instant at) {
        now = at;
        ticks++;
        List<MigrationRecord> changed = new ArrayList<>(coordinator.advance(at));
        List<InFlight> inFlight = watcher.inFlight(coordinator.active(), at);
        watcher.learn(coordinator.active(), coordinator.recent());
        look(at);
        Futures futures = risks.assess(at, inFlight, ticks);
        ClusterView cluster = new ClusterView(table, at);
        coordinator.clusterSize(table.nodes().size());
        Admission admission = new CoordinatorAdmission(coordinator, cluster, selector, budgets, at);
        PlanningInput input =
                new PlanningInput(
                        cluster,
                        futures,
                        inFlight,
                        due.counts(),
                        durations,
                        placement,
                        pace.interval(at),
                        config.risk().staleAfter(),
                        admission);
        MigrationPlan plan = plan(input);
        due.record(plan.decisions());
        plan.decisions().forEach(decisions::record);
        audit.observe(cluster, plan.decisions());
        Deeds deeds = act(plan, admission, at);
        changed.addAll(coordinator.advance(at));
        ClusterSnapshot reported = cluster.snapshot(reportedNodes(cluster, plan));
        return new TickReport(
                at,
                reported,
                config.risksOnDemand() ? futures.report() : futures.report().complete(),
                outlooks(reported, futures),
                plan,
                deeds.submitted,
                deeds.performed,
                deeds.recommended,
                deeds.refused,
                audit.fresh(),
                audit.summary(),
                changed,
                coordinator.active());
    }

    private void look(Instant at) {
        table.begin(at);
        watcher.standingStill(coordinator.active()).forEach(table::pause);
        try {
            feed.deliver(at, table);
        } catch (RuntimeException e) {
            LOG.error(
                    "Telemetry failed; what is known grows old, and old data are not acted on", e);
        }
        forecasts.update();
        horizon.adapt(ticks);
    }

    private MigrationPlan plan(PlanningInput input) {
        try {
            MigrationPlan plan = policy.plan(input);
            return new MigrationPlan(
                    plan.actions(), plan.decisions().stream().map(this::marked).toList());
        } catch (RuntimeException e) {
            LOG.error("Policy {} failed; nothing is done in this tick", policy.name(), e);
            return MigrationPlan.NOTHING;
        }
    }

    private DecisionRecord marked(DecisionRecord decision) {
        return decision.action().filter(this::recommendedOnly).isPresent()
                ? decision.recommendedOnly()
                : decision;
    }

    /** What became of a plan's actions. */
    private record Deeds(
            List<MigrationRecord> submitted,
            List<Action> performed,
            List<Action> recommended,
            List<String> refused) {
        private Deeds() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private Deeds act(MigrationPlan plan, Admission admission, Instant at) {
        Deeds deeds = new Deeds();
        for (Action action : plan.actions()) {
            Optional<String> excluded = excluded(action);
            if (excluded.isPresent()) {
                deeds.refused.add(excluded.get());
            } else if (recommendedOnly(action)) {
                deeds.recommended.add(action);
            } else if (action instanceof PlannedMove move) {
                admission
                        .objection(move.podUid(), move.source(), move.target())
                        .ifPresentOrElse(deeds.refused::add, () -> submit(move, deeds, at));
            } else {
                coordinator
                        .objection(action, at)
                        .or(() -> actions.perform(action, at))
                        .ifPresentOrElse(deeds.refused::add, () -> deeds.performed.add(action));
            }
        }
        return deeds;
    }

    private void submit(PlannedMove move, Deeds deeds, Instant at) {
        switch (coordinator.submit(request(move), at)) {
            case Answer.Accepted(MigrationRecord record) -> deeds.submitted.add(record);
            case Answer.Refused(String reason) -> deeds.refused.add(reason);
        }
    }

    /**
     * Another policy with other parameters from the next tick on. What was seen and learned stays,
     * and so does the seed.
     */
    public void adopt(
            Policy other, PodSelector pods, MoveBudgets together, EngineConfig parameters) {
        policy = other;
        selector = pods;
        budgets = together;
        boolean changed =
                !parameters.risk().horizon().equals(config.risk().horizon())
                        || !parameters.risk().staleAfter().equals(config.risk().staleAfter())
                        || !parameters.forecast().equals(config.forecast());
        config = parameters;
        due.window(parameters.dueWindow());
        if (changed) {
            forecasts.configure(parameters.forecast(), parameters.risk().staleAfter());
            horizon.atLeast(parameters.risk().horizon());
            risks.configure(parameters.risk());
        }
    }

    /** Selects the pods that may be acted upon from the next tick on, and the mode. */
    public void select(PodSelector pods) {
        selector = pods;
    }

    private Optional<String> excluded(Action action) {
        return subject(action)
                .flatMap(selector::excluded)
                .map(reason -> action.reason() + ": " + reason);
    }

    private boolean recommendedOnly(Action action) {
        return subject(action).map(selector::mode).orElse(selector.mode()) == Mode.RECOMMEND;
    }

    /** The pod that an action is about; none for an action on a node, or when it is gone. */
    private Optional<PodSnapshot> subject(Action action) {
        Optional<PodUid> uid =
                switch (action) {
                    case PlannedMove move -> Optional.of(move.podUid());
                    case Action.Evict evict -> Optional.of(evict.podUid());
                    case Action.Freeze freeze -> Optional.of(freeze.podUid());
                    case Action.Resize resize -> Optional.of(resize.podUid());
                    case Action.Hold _ -> Optional.empty();
                };
        return uid.map(table::find).map(table::snapshot);
    }

    /** The history of classes, compact and bounded, for an engine that starts anew. */
    public byte[] history() {
        return HistoryCodec.encode(table.history());
    }

    /**
     * Takes over the history of an earlier engine; before the first tick.
     *
     * @return number of lives that were taken over; 0 when the bytes cannot be used
     */
    public int restoreHistory(byte[] kept) {
        return HistoryCodec.decode(kept, table.history());
    }

    /** What has been learned about how long moves take. */
    public DurationModel durations() {
        return durations;
    }

    /** How earlier forecasts of exhaustion turned out. */
    public ForecastAudit audit() {
        return audit;
    }

    /** The forecast of a pod as of the latest tick; empty when the pod is not there. */
    public Optional<PodForecast> forecast(PodUid uid) {
        return Optional.ofNullable(table.find(uid)).map(pod -> forecasts.of(pod, now));
    }

    /** Number of samples left out so far because something was wrong with them. */
    public long rejectedSamples() {
        return table.rejected();
    }

    private List<NodeName> reportedNodes(ClusterView cluster, MigrationPlan plan) {
        if (table.size() > config.reportedPods()) {
            return plan.decisions().stream().map(DecisionRecord::node).distinct().toList();
        }
        List<NodeName> all = new ArrayList<>();
        cluster.nodes().forEach(node -> all.add(node.name()));
        return all;
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
            ClusterSnapshot cluster, Futures futures) {
        double seconds = futures.report().horizon().toNanos() / 1e9;
        SortedMap<PodUid, PodOutlook> outlooks = new TreeMap<>();
        cluster.pods()
                .forEach(pod ->
                        outlooks.put(
                                pod.uid(), PodOutlook.of(futures.forecast(pod.uid()), seconds)));
        return outlooks;
    }
}
