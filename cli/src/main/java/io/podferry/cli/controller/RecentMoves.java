package io.podferry.cli.controller;

import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which pods have only just arrived: a clone's UID is the API server's choice, so that the
 * coordinator, which knows incarnations by UIDs of its own, cannot tell. Thread-safe.
 */
final class RecentMoves {
    private static final Duration REST = Duration.ofMinutes(2);

    private final Map<String, Instant> arrived = new ConcurrentHashMap<>();

    /** Also called for everything in the store when a replica begins to lead. */
    void entered(MigrationRecord record) {
        if (record.state() == MigrationState.RUNNING || record.state() == MigrationState.DONE) {
            arrived.putIfAbsent(record.id().value(), record.stateSince());
        }
    }

    /** Why the policy lets the pod rest; empty when it need not. */
    Optional<String> rests(PodFacts pod, Instant now) {
        String migration = pod.labels().get(PodFacts.MIGRATION);
        Instant at = migration == null ? null : arrived.get(migration);
        if (at == null || Duration.between(at, now).compareTo(REST) >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                "it arrived by a move %d s ago and rests for %d s"
                        .formatted(Duration.between(at, now).toSeconds(), REST.toSeconds()));
    }
}
