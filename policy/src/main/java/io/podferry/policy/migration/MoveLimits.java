package io.podferry.policy.migration;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The one place where caps, cool-downs and the ban on return trips are decided, over the records of
 * open and recent migrations.
 */
final class MoveLimits {
    private final CoordinatorConfig config;
    private int most;

    MoveLimits(CoordinatorConfig config) {
        this.config = config;
        this.most = config.movesAmong(0);
    }

    /** The cluster has so many nodes now. */
    void nodes(int number) {
        most = config.movesAmong(number);
    }

    /** A reason why this pod must not start to move at all, whoever asks. */
    static Optional<String> alreadyMoving(PodUid pod, Collection<MigrationRecord> records) {
        return records.stream()
                .filter(MoveLimits::inMotion)
                .filter(record -> isSubject(record, pod))
                .findFirst()
                .map(record ->
                        "%s already moves from %s to %s (%s, %s). Maybe wait, or abort that move first?"
                                .formatted(
                                        record.podName(),
                                        record.source(),
                                        record.target(),
                                        record.id(),
                                        record.state()));
    }

    /** How many more moves may begin in the whole cluster. */
    int slots(Collection<MigrationRecord> open) {
        int moving = 0;
        for (MigrationRecord record : open) {
            moving += inMotion(record) ? 1 : 0;
        }
        return Math.max(0, most - moving);
    }

    /** A reason why the policy may not move this pod now. */
    Optional<String> objection(
            PodUid pod,
            NodeName source,
            NodeName target,
            Collection<MigrationRecord> records,
            Instant now) {
        int leaving = 0;
        int entering = 0;
        int all = 0;
        for (MigrationRecord record : records) {
            if (inMotion(record)) {
                all++;
                leaving += record.source().equals(source) ? 1 : 0;
                entering += record.target().equals(target) ? 1 : 0;
            }
            Optional<String> history = history(record, pod, target, now);
            if (history.isPresent()) {
                return history;
            }
        }
        if (leaving >= config.movesPerSource()) {
            return Optional.of(
                    "%d of %d moves already leave %s"
                            .formatted(leaving, config.movesPerSource(), source));
        }
        if (entering >= config.movesPerTarget()) {
            return Optional.of(
                    "%d of %d moves already enter %s"
                            .formatted(entering, config.movesPerTarget(), target));
        }
        if (all >= most) {
            return Optional.of("%d of %d moves of the cluster are under way".formatted(all, most));
        }
        return Optional.empty();
    }

    private Optional<String> history(
            MigrationRecord record, PodUid pod, NodeName target, Instant now) {
        if (!isSubject(record, pod) || inMotion(record)) {
            return Optional.empty();
        }
        Duration ago = Duration.between(record.stateSince(), now);
        if (ago.compareTo(config.coolDown()) < 0) {
            return Optional.of(
                    "moved or tried %d s ago, stays for %d s"
                            .formatted(ago.toSeconds(), config.coolDown().toSeconds()));
        }
        boolean arrived = record.state().committed();
        if (arrived && record.source().equals(target) && ago.compareTo(config.returnBan()) < 0) {
            return Optional.of(
                    "left %s only %d s ago, no return trips for %d s"
                            .formatted(target, ago.toSeconds(), config.returnBan().toSeconds()));
        }
        return Optional.empty();
    }

    /** From RUNNING on only cleaning is left: the pod works and its node's memory is settled. */
    static boolean inMotion(MigrationRecord record) {
        return !record.state().terminal() && record.state() != MigrationState.RUNNING;
    }

    private static boolean isSubject(MigrationRecord record, PodUid pod) {
        return record.podUid().equals(pod) || record.cloneUid().equals(pod);
    }
}
