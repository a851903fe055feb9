package io.podferry.cli.engine;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.MigrationView;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The newest view of every open and recent migration, for people who wait for changes. Fed on the
 * loop's thread, read on any: thread-safe.
 */
final class MigrationBoard {
    private static final int KEPT = 256;

    private final Map<String, MigrationView> views = new LinkedHashMap<>();
    private final InstantSource clock;
    private final Function<MigrationId, String> detail;
    private final Consumer<ClusterEvent> events;
    private long changes;

    /**
     * @param detail what the running step of a migration tells people
     * @param events told every change
     */
    MigrationBoard(
            InstantSource clock,
            Function<MigrationId, String> detail,
            Consumer<ClusterEvent> events) {
        this.clock = clock;
        this.detail = detail;
        this.events = events;
    }

    /** A state was entered. */
    void entered(MigrationRecord record) {
        put(record, record.facts(), false);
    }

    /** New figures of a running migration, if they are new. */
    void progress(MigrationRecord record, Map<String, Long> figures) {
        Map<String, Long> facts = new TreeMap<>(record.facts());
        facts.putAll(figures);
        Optional<MigrationView> known = find(record.id().value());
        boolean news =
                known.isEmpty()
                        || !known.get().facts().equals(facts)
                        || !known.get().detail().equals(detail.apply(record.id()));
        if (news) {
            put(record, facts, true);
        }
    }

    private void put(MigrationRecord record, Map<String, Long> facts, boolean progress) {
        MigrationView view;
        synchronized (this) {
            changes++;
            view = view(record, facts, changes);
            views.remove(view.id());
            views.put(view.id(), view);
            if (views.size() > KEPT) {
                views.remove(views.keySet().iterator().next());
            }
            notifyAll();
        }
        events.accept(new ClusterEvent.Migration(clock.millis(), progress, view));
    }

    private MigrationView view(MigrationRecord record, Map<String, Long> facts, long version) {
        return new MigrationView(
                record.id().value(),
                version,
                record.podName(),
                record.cloneName(),
                record.podUid().value(),
                record.cloneUid().value(),
                record.source().value(),
                record.target().value(),
                record.state(),
                record.state().terminal() ? "" : detail.apply(record.id()),
                record.size().bytes(),
                record.reason(),
                record.requestedBy(),
                record.createdAt().toEpochMilli(),
                record.stateSince().toEpochMilli(),
                record.abortReason().orElse(null),
                Map.copyOf(facts));
    }

    synchronized Optional<MigrationView> find(String id) {
        return Optional.ofNullable(views.get(id));
    }

    /** In the order of their last change. */
    synchronized List<MigrationView> all() {
        return new ArrayList<>(views.values());
    }

    /** Migrations that have not ended. */
    List<MigrationView> open() {
        return all().stream().filter(view -> !view.state().terminal()).toList();
    }

    /** Whether this is a clone that does not execute yet. */
    boolean held(String uid) {
        return open().stream().anyMatch(view -> !view.cloneRuns() && view.cloneUid().equals(uid));
    }

    /** The view after {@code seenVersion}, or the same one when nothing changed in time. */
    synchronized Optional<MigrationView> await(String id, long seenVersion, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Optional<MigrationView> now = find(id);
        while (now.isPresent()
                && now.get().version() <= seenVersion
                && !now.get().state().terminal()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(Math.max(1, left / 1_000_000));
            now = find(id);
        }
        return now;
    }
}
