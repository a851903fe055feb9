package io.podferry.policy.engine;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.plan.DurationModel;
import io.podferry.policy.risk.InFlight;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Translates migration records for the stages before, and learns durations from them. */
final class MoveWatcher {
    private static final int REMEMBERED = 4096;

    private final DurationModel durations;
    private final Set<MigrationId> learned = new HashSet<>();

    MoveWatcher(DurationModel durations) {
        this.durations = durations;
    }

    List<InFlight> inFlight(List<MigrationRecord> active, Instant now) {
        return active.stream()
                .filter(record -> record.state() != MigrationState.RUNNING)
                .filter(record -> record.state() != MigrationState.ABORTING)
                .map(record -> inFlight(record, now))
                .toList();
    }

    private InFlight inFlight(MigrationRecord record, Instant now) {
        Duration expected = durations.expected(record.source(), record.target(), record.size());
        Duration gone = Duration.between(record.createdAt(), now);
        Duration remaining = expected.minus(gone);
        return new InFlight(
                record.podUid(),
                record.cloneUid(),
                record.source(),
                record.target(),
                record.size(),
                standsStill(record),
                remaining.isNegative() ? Duration.ZERO : remaining);
    }

    Set<PodUid> standingStill(List<MigrationRecord> active) {
        Set<PodUid> pods = new HashSet<>();
        for (MigrationRecord record : active) {
            if (standsStill(record)) {
                pods.add(record.podUid());
                pods.add(record.cloneUid());
            }
        }
        return pods;
    }

    /** RUNNING is entered when the clone was released, which ends what is learned from. */
    void learn(List<MigrationRecord> active, List<MigrationRecord> ended) {
        active.stream().filter(r -> r.state() == MigrationState.RUNNING).forEach(this::learn);
        if (learned.size() > REMEMBERED) {
            learned.clear();
            ended.forEach(record -> learned.add(record.id()));
        }
    }

    /**
     * Copying memory ahead of the freeze is left out: it is done only when there is time for it, so
     * a move that has to be quick does without.
     */
    private void learn(MigrationRecord record) {
        if (learned.add(record.id())) {
            long ahead = record.facts().getOrDefault(MigrationFacts.AHEAD_MILLIS, 0L);
            durations.learn(
                    record.source(),
                    record.target(),
                    record.size(),
                    Duration.between(record.createdAt(), record.stateSince()).minusMillis(ahead));
        }
    }

    private static boolean standsStill(MigrationRecord record) {
        return switch (record.state()) {
            case FROZEN, DUMPED, SHIPPED, PREPARED, COMMITTED, SOURCE_DEAD -> true;
            case PLANNED, PREFLIGHT_OK, TARGET_HELD, RUNNING, DONE, ABORTING, ABORTED -> false;
        };
    }
}
