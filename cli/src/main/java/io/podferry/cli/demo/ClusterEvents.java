package io.podferry.cli.demo;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.DecisionView;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.events.PodReading;
import io.podferry.simulations.scenario.DemoPod;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Translates what a local cluster's engine tells into the events of a run. Of decisions only news
 * are told. Thread-safe as far as its sink is.
 */
final class ClusterEvents implements Consumer<ClusterEvent> {
    private final long startMillis;
    private final Map<String, DemoPod.Kind> kinds;
    private final EventSink sink;
    private final Consumer<String> notes;
    private final Map<String, String> findings = new HashMap<>();
    private final Set<String> frozen = new HashSet<>();
    private final Set<String> underWay = new HashSet<>();

    /**
     * @param startMillis beginning of the run, milliseconds since 1970
     * @param kinds the programs of the pods, by name
     * @param notes told what is no event of the run, for example a silent agent
     */
    ClusterEvents(
            long startMillis,
            Map<String, DemoPod.Kind> kinds,
            EventSink sink,
            Consumer<String> notes) {
        this.startMillis = startMillis;
        this.kinds = Map.copyOf(kinds);
        this.sink = sink;
        this.notes = notes;
    }

    @Override
    public synchronized void accept(ClusterEvent event) {
        Duration at = Duration.ofMillis(Math.max(0, event.atEpochMillis() - startMillis));
        switch (event) {
            case ClusterEvent.Sample sample ->
                    sample.nodes().forEach(node -> sampled(at, node, sample.pods()));
            case ClusterEvent.Decision decision -> decided(at, decision.decision());
            case ClusterEvent.Migration change -> migration(at, change.migration());
            case ClusterEvent.PodStarted started -> started(at, started.pod());
            case ClusterEvent.PodDied died -> died(at, died);
            case ClusterEvent.AgentState agent ->
                    notes.accept(
                            "the agent of %s %s %s"
                                    .formatted(
                                            agent.node(),
                                            agent.answering() ? "answers again" : "is silent",
                                            agent.detail()));
            case ClusterEvent.Refused refused -> notes.accept("refused: " + refused.reason());
            case ClusterEvent.PodRemoved _ -> {}
        }
    }

    /** Whether a move has begun and not ended. */
    synchronized boolean moving() {
        return !underWay.isEmpty();
    }

    private void sampled(Duration at, NodeView node, List<PodView> pods) {
        List<PodReading> readings =
                pods.stream()
                        .filter(pod -> pod.node().equals(node.name()) && pod.live())
                        .map(pod ->
                                new PodReading(
                                        pod.name(),
                                        DataSize.ofBytes(pod.memoryBytes()),
                                        Optional.ofNullable(pod.limitBytes())
                                                .map(DataSize::ofBytes),
                                        frozen.contains(pod.uid())))
                        .toList();
        NodeView.@Nullable Forecast forecast = node.forecast();
        sink.accept(
                new DemoEvent.NodeSample(
                        at,
                        new NodeName(node.name()),
                        DataSize.ofBytes(node.usableBytes()),
                        DataSize.ofBytes(node.memoryBytes()),
                        DataSize.ofBytes(node.reservedBytes()),
                        node.pressureSome10() == null
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(node.pressureSome10()),
                        forecast == null
                                ? Optional.empty()
                                : Optional.ofNullable(forecast.exhaustedIn50Millis())
                                        .map(Duration::ofMillis),
                        Optional.ofNullable(forecast)
                                .map(f ->
                                        new DemoEvent.Outlook(
                                                Duration.ofMillis(f.horizonMillis()),
                                                DataSize.ofBytes(f.q50Bytes()),
                                                f.exhaustionProbability())),
                        readings));
    }

    private void decided(Duration at, DecisionView decision) {
        boolean news =
                !decision.finding().equals(findings.put(decision.node(), decision.finding()));
        if (news || !decision.moves().isEmpty()) {
            sink.accept(
                    new DemoEvent.DecisionMade(
                            at,
                            new NodeName(decision.node()),
                            decision.finding(),
                            decision.moves().stream()
                                    .map(move ->
                                            new DemoEvent.PlannedMove(
                                                    move.pod(),
                                                    new NodeName(move.source()),
                                                    new NodeName(move.target())))
                                    .toList(),
                            decision.record().path("reason").asText(decision.line())));
        }
    }

    private void migration(Duration at, MigrationView move) {
        switch (move.state()) {
            case FROZEN, DUMPED, SHIPPED, PREPARED, COMMITTED, SOURCE_DEAD ->
                    frozen.add(move.podUid());
            case PLANNED, PREFLIGHT_OK, TARGET_HELD, RUNNING, DONE, ABORTING, ABORTED ->
                    frozen.remove(move.podUid());
        }
        if (move.cloneRuns() || move.state() == MigrationState.ABORTED) {
            underWay.remove(move.id());
        } else {
            underWay.add(move.id());
        }
        sink.accept(
                new DemoEvent.MigrationChanged(
                        at,
                        new MigrationId(move.id()),
                        move.pod(),
                        new NodeName(move.source()),
                        new NodeName(move.target()),
                        move.state(),
                        move.abortReason() == null ? move.detail() : move.abortReason(),
                        move.fact(MigrationFacts.IMAGE_BYTES).orElse(0),
                        OptionalLong.of(
                                Math.max(
                                        move.sizeBytes(),
                                        move.fact(MigrationFacts.IMAGE_BYTES).orElse(0))),
                        downtime(move)));
    }

    private static Optional<Duration> downtime(MigrationView move) {
        OptionalLong millis = move.fact(MigrationFacts.DOWNTIME_MILLIS);
        return move.cloneRuns() && millis.isPresent()
                ? Optional.of(Duration.ofMillis(millis.getAsLong()))
                : Optional.empty();
    }

    private void started(Duration at, PodView pod) {
        DemoPod.Kind kind = kinds.get(pod.name());
        if (kind != null) {
            sink.accept(
                    new DemoEvent.PodStarted(
                            at,
                            pod.name(),
                            new PodUid(pod.uid()),
                            new NodeName(pod.node()),
                            kind,
                            pod.restarts()));
        }
    }

    private void died(Duration at, ClusterEvent.PodDied died) {
        if (died.oomKilled()) {
            sink.accept(
                    new DemoEvent.PodKilled(
                            at,
                            died.pod().name(),
                            new NodeName(died.pod().node()),
                            DataSize.ofBytes(died.memoryBytes()),
                            Duration.ofMillis(died.lostWorkMillis()),
                            died.cause()));
        } else {
            notes.accept(
                    "%s on %s ended: %s"
                            .formatted(died.pod().name(), died.pod().node(), died.cause()));
        }
    }
}
