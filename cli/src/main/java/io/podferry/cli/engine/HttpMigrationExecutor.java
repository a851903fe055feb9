package io.podferry.cli.engine;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries steps to the agents: one virtual thread per step asks the agent and then waits on every
 * change of its status, so that {@link #poll} only looks into a map. Wakes the engine when
 * something changed. Thread-safe.
 */
public final class HttpMigrationExecutor implements MigrationExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(HttpMigrationExecutor.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(200);

    private record Key(MigrationId id, Step step, long epoch) {}

    private final Map<Key, StepStatus> statuses = new ConcurrentHashMap<>();
    private final Function<NodeName, AgentLink> links;
    private final Function<MigrationRecord, MigrationOrder> orders;
    private final Runnable wake;

    /**
     * @param links the line to each agent
     * @param orders all an agent must know for a migration
     * @param wake called after every change
     */
    public HttpMigrationExecutor(
            Function<NodeName, AgentLink> links,
            Function<MigrationRecord, MigrationOrder> orders,
            Runnable wake) {
        this.links = links;
        this.orders = orders;
        this.wake = wake;
    }

    /** Starting a step whose last try failed asks the agent to try it again. */
    @Override
    public void start(MigrationRecord record, Step step) {
        Key key = key(record, step);
        StepStatus fresh = StepStatus.Pending.unknown("asking the agent");
        AtomicBoolean begun = new AtomicBoolean();
        statuses.compute(
                key,
                (k, old) -> {
                    boolean again = old == null || old instanceof StepStatus.Failed;
                    begun.set(again);
                    return again ? fresh : old;
                });
        if (begun.get()) {
            Thread.ofVirtual()
                    .name("step-" + step + "-" + record.id())
                    .start(() -> follow(key, record));
        }
    }

    @Override
    public StepStatus poll(MigrationRecord record, Step step) {
        return statuses.getOrDefault(
                key(record, step), StepStatus.Pending.unknown("not yet asked"));
    }

    /** What the running steps of a migration tell people; empty when they tell nothing. */
    String detail(MigrationId id) {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getKey().id().equals(id))
                .map(Map.Entry::getValue)
                .flatMap(HttpMigrationExecutor::details)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> details(StepStatus status) {
        return switch (status) {
            case StepStatus.Pending pending ->
                    Stream.of(pending.detail()).filter(text -> !text.isEmpty());
            case StepStatus.Done ignored -> Stream.empty();
            case StepStatus.Failed failed -> Stream.of(failed.reason());
        };
    }

    /** Forgets the statuses of a migration that has ended. */
    public void forget(MigrationId id) {
        statuses.keySet().removeIf(key -> key.id().equals(id));
    }

    private static Key key(MigrationRecord record, Step step) {
        return new Key(record.id(), step, record.epoch());
    }

    private void follow(Key key, MigrationRecord record) {
        MigrationOrder order = orders.apply(record);
        NodeName node =
                switch (key.step().side()) {
                    case SOURCE -> record.source();
                    case TARGET -> record.target();
                };
        AgentLink link = links.apply(node);
        boolean known = false;
        long seen = 0;
        while (statuses.containsKey(key)) {
            try {
                StepReport report =
                        known
                                ? link.await(key.id(), key.step(), key.epoch(), seen, WAIT)
                                : link.start(order, key.step());
                known = true;
                seen = report.version();
                StepStatus status = report.toStatus();
                if (statuses.computeIfPresent(key, (k, old) -> status) != null) {
                    wake.run();
                }
                if (!(status instanceof StepStatus.Pending)) {
                    return;
                }
            } catch (IOException e) {
                // An agent that restarted has forgotten the step but not the migration: ask again.
                known = false;
                LOG.debug(
                        "agent {} does not answer for {} {}: {}",
                        node,
                        key.id(),
                        key.step(),
                        e.toString());
                statuses.computeIfPresent(
                        key,
                        (k, old) ->
                                StepStatus.Pending.unknown(
                                        "agent " + node + " does not answer: " + e.getMessage()));
                try {
                    Thread.sleep(RETRY);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
