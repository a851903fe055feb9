package io.podferry.simulations.run;

import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.engine.settings.PolicySettings;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.simulations.cluster.Conditions;
import io.podferry.simulations.cluster.VirtualCluster;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.DemoEvent.Answers;
import io.podferry.simulations.events.DemoEvent.NodeSample;
import io.podferry.simulations.events.DemoEvent.Outlook;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.RunRecorder;
import io.podferry.simulations.events.RunResult;
import io.podferry.simulations.ledger.RequestLedger;
import io.podferry.simulations.scenario.DemoNode;
import io.podferry.simulations.scenario.DemoScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One run of a scenario under one policy: the engine and the coordinator are the real ones, the
 * cluster is virtual. The same arguments give the same events, whatever the pace.
 */
public final class SimulatedRun {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration PROGRESS_EVERY = Duration.ofMillis(200);

    /** How long after the end of the scenario a move under way may still come to its end. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final DemoScenario scenario;
    private final String label;
    private final PolicySettings policy;
    private final Conditions conditions;
    private final EventSink sink;
    private final RunRecorder recorder = new RunRecorder();
    private final RequestLedger ledger = new RequestLedger();

    private SimulatedRun(
            DemoScenario scenario,
            String label,
            PolicySettings policy,
            Conditions conditions,
            EventSink sink) {
        this.scenario = scenario;
        this.label = label;
        this.policy = policy;
        this.conditions = conditions;
        this.sink = sink.and(recorder);
    }

    /**
     * Plays the run to its end, or until the pace says stop.
     *
     * @param label name of the policy in the events
     * @param sink told every event, from {@code RunStarted} to {@code Summary}
     */
    public static RunResult play(
            DemoScenario scenario,
            String label,
            PolicySettings policy,
            Conditions conditions,
            EventSink sink,
            Pace pace) {
        return new SimulatedRun(scenario, label, policy, conditions, sink).play(pace);
    }

    private RunResult play(Pace pace) {
        sink.accept(
                new DemoEvent.RunStarted(
                        Duration.ZERO,
                        scenario.name(),
                        label,
                        scenario.seed(),
                        scenario.duration(),
                        scenario.nodes().stream().map(DemoNode::name).toList()));
        VirtualCluster cluster =
                new VirtualCluster(scenario, conditions, scenario.seed(), START, ledger, sink);
        Coordinator coordinator =
                new Coordinator(new MemoryMigrationStore(), cluster, policy.limits(), 1);
        PolicyEngine engine =
                new PolicyEngine(cluster, policy.policy(), coordinator, _ -> {}, policy.engine());
        engine.select(policy.selector());
        EngineEvents events = new EngineEvents(START, sink);
        Duration elapsed = Duration.ZERO;
        Duration nextTick = conditions.metricDelay();
        Duration nextProgress = Duration.ZERO;
        boolean watched = true;
        while (watched && goesOn(elapsed, coordinator)) {
            elapsed = elapsed.plus(STEP);
            watched = pace.reach(elapsed);
            Instant now = START.plus(elapsed);
            cluster.advanceTo(now);
            tell(coordinator.advance(now), coordinator, events, now);
            if (elapsed.compareTo(nextTick) >= 0) {
                nextTick = nextTick.plus(conditions.metricPeriod());
                TickReport report = engine.tick(now);
                scenario.nodes().forEach(node -> sample(node, cluster, report, now));
                sink.accept(new Answers(Duration.between(START, now), ledger.last()));
                events.decisions(report);
                tell(report.changed(), coordinator, events, now);
            }
            if (elapsed.compareTo(nextProgress) >= 0) {
                nextProgress = nextProgress.plus(PROGRESS_EVERY);
                tell(coordinator.active(), coordinator, events, now);
            }
        }
        RunResult result = recorder.result(label, ledger);
        sink.accept(new DemoEvent.Summary(elapsed, scenario.seed(), result));
        return result;
    }

    private boolean goesOn(Duration elapsed, Coordinator coordinator) {
        return elapsed.compareTo(scenario.duration()) < 0
                || (!coordinator.active().isEmpty()
                        && elapsed.compareTo(scenario.duration().plus(GRACE)) < 0);
    }

    private static void tell(
            List<MigrationRecord> records,
            Coordinator coordinator,
            EngineEvents events,
            Instant now) {
        for (MigrationRecord record : records) {
            var facts = coordinator.progress(record.id());
            events.migration(record, facts.isEmpty() ? record.facts() : facts, now);
        }
    }

    private void sample(DemoNode node, VirtualCluster cluster, TickReport report, Instant now) {
        Optional<NodeRisk> risk = Optional.ofNullable(report.risks().nodes().get(node.name()));
        sink.accept(
                new NodeSample(
                        Duration.between(START, now),
                        node.name(),
                        node.usable(),
                        cluster.memory(node.name()),
                        cluster.reserved(node.name()),
                        OptionalDouble.empty(),
                        risk.flatMap(NodeRisk::exhaustionQ50),
                        risk.map(r ->
                                new Outlook(
                                        report.risks().horizon(),
                                        r.q50(),
                                        r.exhaustionProbability())),
                        cluster.pods(node.name())));
    }
}
