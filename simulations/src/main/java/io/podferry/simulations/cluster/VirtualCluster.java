package io.podferry.simulations.cluster;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.telemetry.TelemetrySource;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.PodReading;
import io.podferry.simulations.ledger.RequestLedger;
import io.podferry.simulations.scenario.DemoNode;
import io.podferry.simulations.scenario.DemoPod;
import io.podferry.simulations.scenario.DemoScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A scenario's cluster under virtual time. Nothing happens between two calls of {@link #advanceTo};
 * the same calls give the same events. Not thread-safe.
 */
public final class VirtualCluster implements TelemetrySource, MigrationExecutor {
    /** What happens within one quantum happens at its end. */
    private static final Duration QUANTUM = Duration.ofMillis(10);

    private final DemoScenario scenario;
    private final Conditions conditions;
    private final Instant start;
    private final EventSink sink;
    private final SplittableRandom faults;
    private final Population population = new Population();
    private final Hosts hosts;
    private final VirtualTelemetry telemetry;
    private final VirtualClients clients;
    private final Map<String, Start> starts = new TreeMap<>();
    private final Map<String, Integer> restarts = new TreeMap<>();
    private final Map<MigrationId, VirtualMove> moves = new TreeMap<>();
    private final Map<PodUid, Undecided> undecided = new TreeMap<>();
    private Instant now;

    /** A pod that is to begin from nothing. */
    private record Start(NodeName node, Instant at) {}

    /** A kill of which only the migration's decision tells whether anything was lost. */
    private record Undecided(VirtualKernel.Victim victim, VirtualMove move) {}

    /**
     * @param seed of the faults; the load has its own seed in the scenario
     * @param start virtual time of the beginning
     * @param sink told of starts, kills and gaps
     */
    public VirtualCluster(
            DemoScenario scenario,
            Conditions conditions,
            long seed,
            Instant start,
            RequestLedger ledger,
            EventSink sink) {
        this.scenario = scenario;
        this.conditions = conditions;
        this.start = start;
        this.now = start;
        this.sink = sink;
        this.faults = new SplittableRandom(seed);
        this.hosts = new Hosts(scenario, population);
        this.telemetry = new VirtualTelemetry(scenario.nodes(), population, conditions, start);
        this.clients =
                new VirtualClients(
                        scenario.pods(), scenario.requestEvery(), start, ledger, sink::accept);
        for (DemoPod pod : scenario.pods()) {
            starts.put(pod.name(), new Start(pod.node(), start.plus(pod.startsAfter())));
        }
        startDuePods();
        telemetry.advanceTo(start);
    }

    /** Lets virtual time pass; {@code until} must not be earlier than before. */
    public void advanceTo(Instant until) {
        while (now.isBefore(until)) {
            Duration passed = Duration.between(now, until);
            passed = passed.compareTo(QUANTUM) < 0 ? passed : QUANTUM;
            now = now.plus(passed);
            for (VirtualPod pod : population.all()) {
                if (pod.executing()) {
                    pod.program().work(passed);
                }
            }
            startDuePods();
            moves.values().forEach(move -> move.advanceTo(now));
            scenario.nodes().forEach(this::killWhileShort);
            settleUndecided();
            clients.advanceTo(now, population);
            telemetry.advanceTo(now);
        }
    }

    @Override
    public ClusterSnapshot snapshot(Instant at) {
        return telemetry.snapshot(at);
    }

    @Override
    public void start(MigrationRecord record, Step step) {
        moves.computeIfAbsent(
                        record.id(),
                        _ ->
                                new VirtualMove(
                                        hosts,
                                        conditions,
                                        faults.nextDouble() < conditions.failingMoves(),
                                        record))
                .start(record, step, now);
    }

    @Override
    public StepStatus poll(MigrationRecord record, Step step) {
        VirtualMove move = moves.get(record.id());
        return move == null ? StepStatus.Pending.unknown("not started") : move.status(step, now);
    }

    /** Memory really in use on a node now, whatever telemetry has shown of it. */
    public DataSize memory(NodeName node) {
        return population.memory(node);
    }

    /** Memory of a node that is held for clones on their way. */
    public DataSize reserved(NodeName node) {
        return population.reserved(node);
    }

    /** The pods really on a node now, held clones excluded. */
    public List<PodReading> pods(NodeName node) {
        return population.on(node).stream()
                .filter(pod -> !pod.held())
                .map(VirtualPod::reading)
                .toList();
    }

    private void startDuePods() {
        for (DemoPod spec : scenario.pods()) {
            Start due = starts.get(spec.name());
            if (due != null && !due.at.isAfter(now)) {
                starts.remove(spec.name());
                int restart = restarts.merge(spec.name(), 1, Integer::sum) - 1;
                PodUid uid = new PodUid(spec.name() + "." + restart);
                population.add(
                        new VirtualPod(uid, Optional.empty(), due.node, new Program(spec, now)));
                sink.accept(
                        new DemoEvent.PodStarted(
                                elapsed(), spec.name(), uid, due.node, spec.kind(), restart));
            }
        }
    }

    private void killWhileShort(DemoNode node) {
        Optional<VirtualKernel.Victim> victim = VirtualKernel.victim(node, population);
        while (victim.isPresent()) {
            kill(victim.get());
            victim = VirtualKernel.victim(node, population);
        }
    }

    /**
     * A victim whose work lives on in a clone loses nothing: it was to die anyway. Once the source
     * has promised to obey the decision, the decision tells which it was.
     */
    private void kill(VirtualKernel.Victim victim) {
        VirtualPod pod = victim.pod();
        population.remove(pod.uid());
        Optional<VirtualMove> move =
                moves.values().stream().filter(known -> known.promised(pod)).findFirst();
        if (move.isPresent()) {
            undecided.put(pod.uid(), new Undecided(victim, move.get()));
        } else if (!pod.held()) {
            lost(victim);
        }
    }

    private void settleUndecided() {
        for (Undecided kill : List.copyOf(undecided.values())) {
            if (kill.move.released()) {
                undecided.remove(kill.victim.pod().uid());
            } else if (kill.move.givenUp()) {
                undecided.remove(kill.victim.pod().uid());
                lost(kill.victim);
            }
        }
    }

    private void lost(VirtualKernel.Victim victim) {
        VirtualPod pod = victim.pod();
        sink.accept(
                new DemoEvent.PodKilled(
                        elapsed(),
                        pod.name(),
                        pod.node(),
                        pod.memory(),
                        pod.program().progress(),
                        victim.cause()));
        starts.put(pod.name(), new Start(pod.node(), now.plus(scenario.restartDelay())));
    }

    private Duration elapsed() {
        return Duration.between(start, now);
    }
}
