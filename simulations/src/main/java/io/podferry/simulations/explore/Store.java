package io.podferry.simulations.explore;

import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The durable store with all revisions. Not thread-safe. */
final class Store {
    private static final int STALE_REVISIONS = 10;
    private static final long SETTLES = 60;

    private final Trial trial;
    private final Map<MigrationId, List<MigrationRecord>> revisions = new TreeMap<>();
    private @Nullable MigrationId written;
    private long writtenAt;

    Store(Trial trial) {
        this.trial = trial;
    }

    List<MigrationRecord> all() {
        return revisions.values().stream().map(List::getLast).toList();
    }

    Optional<MigrationRecord> current(MigrationId id) {
        return Optional.ofNullable(revisions.get(id)).map(List::getLast);
    }

    /** The engine process has died: with the planted bug it takes its last write along. */
    void engineDied() {
        if (trial.bug(Bug.STORE_NOT_DURABLE)
                && written != null
                && trial.clock.now() - writtenAt < SETTLES) {
            List<MigrationRecord> rows = revisions.get(written);
            if (rows != null && rows.size() > 1) {
                rows.removeLast();
            }
            written = null;
        }
    }

    private boolean set(MigrationRecord next, EngineProcess by) {
        String point = "store-" + next.state();
        trial.reach(point + ":before", Actor.ENGINE, by);
        List<MigrationRecord> rows = revisions.computeIfAbsent(next.id(), _ -> new ArrayList<>());
        MigrationRecord stored = rows.isEmpty() ? null : rows.getLast();
        long version = stored == null ? 0 : stored.version();
        if (version != next.version() - 1 && !trial.bug(Bug.STORE_WITHOUT_COMPARE)) {
            return false;
        }
        trial.checkTransition(stored, next);
        rows.add(next);
        written = next.id();
        writtenAt = trial.clock.now();
        trial.clock.tell(
                "store",
                next.id() + " " + next.state() + " v" + next.version() + " epoch " + next.epoch());
        trial.stored(next);
        trial.reach(point + ":applied", Actor.ENGINE, by);
        return true;
    }

    /** The store as an engine process sees it. */
    final class View implements MigrationStore {
        private final EngineProcess by;

        View(EngineProcess by) {
            this.by = by;
        }

        @Override
        public List<MigrationRecord> list() {
            return revisions.values().stream().map(this::read).toList();
        }

        @Override
        public Optional<MigrationRecord> find(MigrationId id) {
            return Optional.ofNullable(revisions.get(id)).map(this::read);
        }

        private MigrationRecord read(List<MigrationRecord> rows) {
            int back =
                    trial.faulty(trial.chaos.staleReads())
                            ? trial.clock.random.nextInt(Math.min(STALE_REVISIONS, rows.size()))
                            : 0;
            return rows.get(rows.size() - 1 - back);
        }

        @Override
        public boolean compareAndSet(MigrationRecord next) {
            return set(next, by);
        }
    }
}
