package io.podferry.cli.engine;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.cli.api.DecisionView;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.engine.PodOutlook;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.plan.Candidate;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.risk.NodeRisk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people see, put together from reports, registry, migrations and the last tick. Thread-safe.
 */
final class Views {
    private final ClusterConfig config;
    private final AgentTelemetry telemetry;
    private final PodRegistry registry;
    private final MigrationBoard board;
    private volatile @Nullable TickReport lastTick;

    Views(
            ClusterConfig config,
            AgentTelemetry telemetry,
            PodRegistry registry,
            MigrationBoard board) {
        this.config = config;
        this.telemetry = telemetry;
        this.registry = registry;
        this.board = board;
    }

    void ticked(TickReport report) {
        lastTick = report;
    }

    Optional<TickReport> lastTick() {
        return Optional.ofNullable(lastTick);
    }

    List<NodeView> nodes() {
        return config.nodes().stream().map(this::node).toList();
    }

    /** The nodes as soon as all agents answer; as they are then when that takes too long. */
    List<NodeView> awaitAnswers(Duration atMost) throws InterruptedException {
        telemetry.awaitAnswers(
                config.nodes().stream().map(ClusterConfig.Node::name).toList(), atMost);
        return nodes();
    }

    private NodeView node(ClusterConfig.Node node) {
        Optional<NodeReport> report = telemetry.report(node.name());
        return new NodeView(
                node.name(),
                node.address(),
                telemetry.answers(node.name()),
                report.map(NodeReport::sampledAtEpochMillis).orElse(0L),
                node.memoryBytes(),
                report.map(NodeReport::memoryBytes).orElse(0L),
                report.map(NodeReport::reservedBytes).orElse(0L),
                report.map(NodeReport::pressureSome10).orElse(null),
                forecast(node.name()));
    }

    private NodeView.@Nullable Forecast forecast(String node) {
        TickReport tick = lastTick;
        NodeRisk risk = tick == null ? null : tick.risks().nodes().get(new NodeName(node));
        if (tick == null || risk == null) {
            return null;
        }
        return new NodeView.Forecast(
                tick.risks().horizon().toMillis(),
                risk.q10().bytes(),
                risk.q50().bytes(),
                risk.q90().bytes(),
                risk.exhaustionProbability(),
                risk.exhaustionQ05().map(Duration::toMillis).orElse(null),
                risk.exhaustionQ50().map(Duration::toMillis).orElse(null),
                risk.stale());
    }

    /**
     * One view per pod: of a pod that moves, the incarnation that counts at this moment. Ordered by
     * name.
     */
    List<PodView> pods() {
        List<MigrationView> open = board.open();
        Set<String> notYet = new HashSet<>();
        Set<String> moving = new HashSet<>();
        for (MigrationView migration : open) {
            if (!migration.cloneRuns()) {
                notYet.add(migration.cloneUid());
                moving.add(migration.podUid());
            }
        }
        List<PodView> pods = new ArrayList<>();
        for (PodEntry entry : registry.all()) {
            if (!notYet.contains(entry.uid())) {
                pods.add(pod(entry, moving.contains(entry.uid())));
            }
        }
        pods.sort(Comparator.comparing(PodView::name));
        return pods;
    }

    Optional<PodView> pod(String name) {
        return pods().stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    PodView pod(PodEntry entry) {
        return pod(entry, false);
    }

    private PodView pod(PodEntry entry, boolean moving) {
        Optional<PodReport> report = report(entry);
        TickReport tick = lastTick;
        PodOutlook outlook = tick == null ? null : tick.pods().get(new PodUid(entry.uid()));
        return new PodView(
                entry.uid(),
                entry.previousUid(),
                entry.name(),
                entry.node(),
                report.map(PodReport::address).orElse(""),
                moving ? "Moving" : state(entry, report),
                entry.ended() != null
                        ? entry.ended()
                        : report.map(PodReport::exitReason).orElse(null),
                report.map(PodReport::memoryBytes).orElse(0L),
                report.map(PodReport::limitBytes).orElse(null),
                entry.workStartedAtEpochMillis(),
                entry.endedAtEpochMillis(),
                entry.restarts(),
                entry.spec().workloadClass(),
                entry.spec().labels(),
                report.map(PodReport::obstacles).orElse(List.of()),
                outlook == null ? null : outlook.slope().bytesPerSecond(),
                outlook == null ? null : outlook.q50().bytes());
    }

    Optional<PodReport> report(PodEntry entry) {
        return telemetry.report(entry.node()).stream()
                .flatMap(node -> node.pods().stream())
                .filter(pod -> pod.uid().equals(entry.uid()))
                .findFirst();
    }

    private String state(PodEntry entry, Optional<PodReport> report) {
        if (report.isEmpty() && entry.ended() != null) {
            return "Lost";
        }
        if (report.isPresent()) {
            return telemetry.answers(entry.node()) ? report.get().state() : "Unknown";
        }
        return "Starting";
    }

    /** The kept form of a decision; {@code cluster} is the picture that it was taken on. */
    static DecisionView decision(DecisionRecord decision, ClusterSnapshot cluster) {
        Set<String> pods = new TreeSet<>();
        cluster.pods().stream()
                .filter(pod -> pod.node().equals(decision.node()))
                .map(PodSnapshot::name)
                .forEach(pods::add);
        decision.candidates().stream().map(Candidate::podName).forEach(pods::add);
        List<DecisionView.Move> moves =
                decision.chosen().stream()
                        .map(m ->
                                new DecisionView.Move(
                                        m.podName(), m.source().value(), m.target().value()))
                        .toList();
        moves.forEach(move -> pods.add(move.pod()));
        return new DecisionView(
                decision.at().toEpochMilli(),
                decision.policy(),
                decision.node().value(),
                decision.finding().name(),
                List.copyOf(pods),
                moves,
                decision.oneLine(),
                decision.explain(),
                EngineJson.mapper().valueToTree(decision));
    }
}
