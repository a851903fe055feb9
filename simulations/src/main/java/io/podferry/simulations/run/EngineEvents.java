package io.podferry.simulations.run;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.Finding;
import io.podferry.simulations.events.DemoEvent.DecisionMade;
import io.podferry.simulations.events.DemoEvent.MigrationChanged;
import io.podferry.simulations.events.DemoEvent.PlannedMove;
import io.podferry.simulations.events.EventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The engine's records as events. Of decisions only news are told: another finding for a node than
 * before, or a move. Not thread-safe.
 */
final class EngineEvents {
    private final Instant start;
    private final EventSink sink;
    private final Map<NodeName, Finding> told = new HashMap<>();

    EngineEvents(Instant start, EventSink sink) {
        this.start = start;
        this.sink = sink;
    }

    void decisions(TickReport report) {
        List<DecisionRecord> decisions = report.plan().decisions();
        for (DecisionRecord decision : decisions) {
            boolean news = told.put(decision.node(), decision.finding()) != decision.finding();
            if (news || decision.chosen().isPresent()) {
                sink.accept(event(decision));
            }
        }
        told.keySet().removeIf(node -> decisions.stream().noneMatch(d -> d.node().equals(node)));
    }

    private DecisionMade event(DecisionRecord decision) {
        List<PlannedMove> moves =
                decision.chosen().stream()
                        .map(move -> new PlannedMove(move.podName(), move.source(), move.target()))
                        .toList();
        return new DecisionMade(
                Duration.between(start, decision.at()),
                decision.node(),
                decision.finding().name(),
                moves,
                decision.reason());
    }

    void migration(MigrationRecord record, Map<String, Long> facts, Instant now) {
        long image = facts.getOrDefault(MigrationFacts.IMAGE_BYTES, 0L);
        sink.accept(
                new MigrationChanged(
                        Duration.between(start, now),
                        record.id(),
                        record.podName(),
                        record.source(),
                        record.target(),
                        record.state(),
                        record.abortReason().orElse(""),
                        facts.getOrDefault(MigrationFacts.WIRE_BYTES, 0L),
                        image > 0 ? OptionalLong.of(image) : OptionalLong.empty(),
                        Optional.ofNullable(facts.get(MigrationFacts.DOWNTIME_MILLIS))
                                .map(Duration::ofMillis)));
    }
}
