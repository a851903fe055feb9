package io.podferry.cli.engine;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.PodReport;
import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.policy.cluster.NodeName;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what pods are meant to be with what agents report: tells when one has died, starts it
 * again from nothing when that was asked for, and starts what an agent does not know (the engine or
 * the agent died while it was being started). {@link #sweep} is called on one thread; agents are
 * asked on virtual threads of their own.
 */
final class PodKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(PodKeeper.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    /**
     * How long an agent that answers may be without a pod that it ought to have; its readings are
     * up to 10 s old.
     */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    private static final int DOUBLINGS = 10;

    private final PodRegistry registry;
    private final AgentTelemetry telemetry;
    private final Views views;
    private final MigrationBoard board;
    private final Function<NodeName, AgentLink> links;
    private final InstantSource clock;
    private final Consumer<ClusterEvent> events;
    private final Map<String, Long> lastMemory = new ConcurrentHashMap<>();
    private final Map<String, Long> settled = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final long born;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    PodKeeper(
            PodRegistry registry,
            AgentTelemetry telemetry,
            Views views,
            MigrationBoard board,
            Function<NodeName, AgentLink> links,
            InstantSource clock,
            Consumer<ClusterEvent> events) {
        this.registry = registry;
        this.telemetry = telemetry;
        this.views = views;
        this.board = board;
        this.links = links;
        this.clock = clock;
        this.events = events;
        this.born = clock.millis();
    }

    /** Looks once. */
    void sweep() {
        Set<String> inMigration = new HashSet<>();
        for (MigrationView migration : board.open()) {
            inMigration.add(migration.podUid());
            inMigration.add(migration.cloneUid());
        }
        for (PodEntry entry : registry.all()) {
            if (inMigration.contains(entry.uid())) {
                settled.put(entry.uid(), clock.millis());
            } else {
                look(entry);
            }
        }
        lastMemory.keySet().removeIf(uid -> registry.find(uid).isEmpty());
        settled.keySet().removeIf(uid -> registry.find(uid).isEmpty());
        seen.removeIf(uid -> registry.find(uid).isEmpty());
    }

    private void look(PodEntry entry) {
        if (entry.ended() != null) {
            restartWhenDue(entry);
            return;
        }
        Optional<PodReport> report = views.report(entry);
        if (report.isEmpty()) {
            unknown(entry);
            return;
        }
        settled.put(entry.uid(), clock.millis());
        seen.add(entry.uid());
        if (report.get().state().equals("OOMKilled") || report.get().state().equals("Exited")) {
            died(entry, report.get());
        } else if (report.get().memoryBytes() > 0) {
            lastMemory.put(entry.uid(), report.get().memoryBytes());
        }
    }

    private void died(PodEntry entry, PodReport report) {
        lastMemory.merge(entry.uid(), report.memoryBytes(), Math::max);
        ended(
                entry,
                report.state(),
                Optional.ofNullable(report.exitReason()).orElse(report.state()),
                Optional.ofNullable(report.diedAtEpochMillis()).orElse(clock.millis()));
    }

    private void ended(PodEntry entry, String state, String cause, long at) {
        PodEntry ended = entry.ended(cause, at);
        registry.put(ended);
        long memory = lastMemory.getOrDefault(entry.uid(), 0L);
        boolean again = entry.restart() == RestartPolicy.ALWAYS;
        LOG.warn("pod {} on {} died: {} ({})", entry.name(), entry.node(), state, cause);
        events.accept(
                new ClusterEvent.PodDied(
                        clock.millis(),
                        views.pod(ended),
                        state.equals("OOMKilled"),
                        memory,
                        cause,
                        Math.max(0, at - entry.workStartedAtEpochMillis()),
                        again ? delay(entry.restarts()).toMillis() : null));
    }

    static Duration delay(int restarts) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(restarts, DOUBLINGS));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    private void restartWhenDue(PodEntry entry) {
        Long endedAt = entry.endedAtEpochMillis();
        if (entry.restart() != RestartPolicy.ALWAYS
                || endedAt == null
                || clock.millis() < endedAt + delay(entry.restarts()).toMillis()
                || !telemetry.answers(entry.node())) {
            return;
        }
        aside(
                entry,
                link -> {
                    link.remove(entry.uid());
                    PodEntry again = entry.again(PodUids.fresh(entry.name()), clock.millis());
                    registry.put(again);
                    registry.remove(entry.uid());
                    link.run(again.spec(), again.uid());
                    events.accept(new ClusterEvent.PodStarted(clock.millis(), views.pod(again)));
                });
    }

    /**
     * The agent answers and does not know the pod. A pod that began here from nothing was perhaps
     * never started: asking again is harmless. A clone is different: whatever it had in memory is
     * gone, so it counts as dead.
     */
    private void unknown(PodEntry entry) {
        if (!telemetry.answers(entry.node())
                || clock.millis() < lastSeen(entry) + SETTLING.toMillis()) {
            return;
        }
        if (entry.previousUid() != null || seen.contains(entry.uid())) {
            LOG.error("the agent of {} does not know pod {} any more", entry.node(), entry.name());
            ended(entry, "Lost", "its node does not know it any more", clock.millis());
        } else {
            LOG.warn(
                    "the agent of {} does not know pod {}: starting it",
                    entry.node(),
                    entry.name());
            aside(entry, link -> link.run(entry.spec(), entry.uid()));
        }
    }

    private long lastSeen(PodEntry entry) {
        return Math.max(
                Math.max(born, entry.createdAtEpochMillis()),
                settled.getOrDefault(entry.uid(), 0L));
    }

    private interface Work {
        void with(AgentLink link) throws IOException;
    }

    private void aside(PodEntry entry, Work work) {
        if (!busy.add(entry.uid())) {
            return;
        }
        Thread.ofVirtual()
                .name("keep-" + entry.uid())
                .start(() -> {
                    try {
                        work.with(links.apply(new NodeName(entry.node())));
                    } catch (IOException | RuntimeException e) {
                        LOG.warn(
                                "cannot start pod {} on {}: {}",
                                entry.name(),
                                entry.node(),
                                e.toString());
                    } finally {
                        busy.remove(entry.uid());
                    }
                });
    }
}
