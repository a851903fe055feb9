package io.podferry.policy.migration;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.PlannedMove;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns all mutable migration state and is the only one that acts. Not thread-safe: one thread calls
 * it. {@link #advance} never blocks and is cheap enough for every few milliseconds.
 *
 * <p>An effect follows only from a stored state: the source is killed only after COMMITTED is
 * durable, the clone is released only after SOURCE_DEAD is.
 */
public final class Coordinator {
    /** The requester whose wishes are subject to {@link CoordinatorConfig}'s limits. */
    public static final String POLICY = "policy";

    private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);
    private static final int RECENT_KEPT = 256;

    private final MigrationStore store;
    private MoveLimits limits;
    private final long epoch;
    private final Driver driver;
    private final Map<MigrationId, MigrationRecord> open = new TreeMap<>();
    private final List<MigrationRecord> recent = new ArrayList<>();
    private long submitted;
    private int nodes;

    /**
     * A coordinator that has not looked into the store yet: see {@link #recover}.
     *
     * @param epoch larger than that of every earlier engine process, see {@link #nextEpoch}
     */
    public Coordinator(
            MigrationStore store,
            MigrationExecutor executor,
            CoordinatorConfig config,
            long epoch) {
        this.store = store;
        this.limits = new MoveLimits(config);
        this.epoch = epoch;
        this.driver = new Driver(executor, config);
    }

    /** Other limits hold for the policy's wishes from now on; waiting times stay as they are. */
    public void limit(CoordinatorConfig config) {
        limits = new MoveLimits(config);
        limits.nodes(nodes);
    }

    /** The cluster has so many nodes now, which decides how many moves there may be at once. */
    public void clusterSize(int number) {
        nodes = number;
        limits.nodes(number);
    }

    /** An epoch larger than any in the store, for an engine process that starts. */
    public static long nextEpoch(MigrationStore store) {
        return store.list().stream().mapToLong(MigrationRecord::epoch).max().orElse(0) + 1;
    }

    /**
     * Takes over all that earlier processes left: call once, before anything else. What was
     * committed rolls forward; of the rest, what is half dumped goes back and the others continue,
     * as their steps are idempotent.
     *
     * @return the open records, as stored now
     */
    public List<MigrationRecord> recover(Instant now) {
        for (MigrationRecord record : store.list()) {
            if (record.state().terminal()) {
                remember(record);
            } else {
                takeOver(record, now);
            }
        }
        return active();
    }

    private void takeOver(MigrationRecord record, Instant now) {
        if (record.epoch() > epoch) {
            LOG.error(
                    "Migration {} belongs to epoch {}, this engine has {}: leaving it alone. Maybe"
                            + " another engine runs?",
                    record.id(),
                    record.epoch(),
                    epoch);
            return;
        }
        MigrationRecord mine = record.takenOver(epoch, now);
        if (!save(mine)) {
            return;
        }
        LOG.warn("Took over migration {} of {} in {}", mine.id(), mine.podName(), mine.state());
        if (mine.state() == MigrationState.FROZEN || mine.state() == MigrationState.DUMPED) {
            save(mine.aborting("the engine restarted during the dump", now, Map.of()));
        }
    }

    /**
     * Asks for a move. The policy is bound by all limits; anybody else is refused only when the pod
     * already moves or the request makes no sense.
     */
    public Answer submit(MigrationRequest request, Instant now) {
        Optional<String> objection =
                request.requestedBy().equals(POLICY)
                        ? objection(request.podUid(), request.source(), request.target(), now)
                        : MoveLimits.alreadyMoving(request.podUid(), records());
        if (request.source().equals(request.target())) {
            objection =
                    Optional.of(
                            "%s is already on %s. Maybe name another node?"
                                    .formatted(request.podName(), request.target()));
        }
        if (objection.isPresent()) {
            return new Answer.Refused(objection.get());
        }
        submitted++;
        return begin(NewRecord.of(request, epoch, submitted, now));
    }

    /**
     * Takes up a move that somebody else has written down, with its identity and those of its pods;
     * bound by nothing but sense, as {@link #submit} by an operator.
     */
    public Answer adopt(
            MigrationId id,
            PodUid cloneUid,
            MigrationRequest request,
            Instant createdAt,
            Instant now) {
        Optional<String> objection = MoveLimits.alreadyMoving(request.podUid(), records());
        if (request.source().equals(request.target())) {
            objection =
                    Optional.of(
                            "%s is already on %s. Maybe name another node?"
                                    .formatted(request.podName(), request.target()));
        }
        return objection.isPresent()
                ? new Answer.Refused(objection.get())
                : begin(NewRecord.of(id, cloneUid, request, epoch, createdAt, now));
    }

    private Answer begin(MigrationRecord record) {
        if (!store.compareAndSet(record)) {
            return new Answer.Refused(
                    "migration %s is stored already. Maybe another engine with epoch %d runs?"
                            .formatted(record.id(), epoch));
        }
        open.put(record.id(), record);
        LOG.info(
                "Migration {}: {} from {} to {} ({}): {}",
                record.id(),
                record.podName(),
                record.source(),
                record.target(),
                record.size(),
                record.reason());
        return new Answer.Accepted(record);
    }

    /** Why the policy may not move this pod there now; empty when it may. */
    public Optional<String> objection(PodUid pod, NodeName source, NodeName target, Instant now) {
        return MoveLimits.alreadyMoving(pod, records())
                .or(() -> limits.objection(pod, source, target, records(), now));
    }

    /** How many more moves the policy may begin now in the whole cluster. */
    public int slots() {
        return limits.slots(open.values());
    }

    /** Why an action other than a move may not be done now; empty when it may. */
    public Optional<String> objection(Action action, Instant now) {
        return switch (action) {
            case PlannedMove move -> objection(move.podUid(), move.source(), move.target(), now);
            case Action.Evict evict -> MoveLimits.alreadyMoving(evict.podUid(), records());
            case Action.Freeze freeze -> MoveLimits.alreadyMoving(freeze.podUid(), records());
            case Action.Resize resize -> MoveLimits.alreadyMoving(resize.podUid(), records());
            case Action.Hold _ -> Optional.empty();
        };
    }

    /** Gives a migration up; refused once it is committed. */
    public Answer abort(MigrationId id, String reason, Instant now) {
        MigrationRecord record = open.get(id);
        if (record == null) {
            return new Answer.Refused("no open migration " + id + ". Maybe it has ended already?");
        }
        if (record.state().committed() || record.state() == MigrationState.ABORTING) {
            return new Answer.Refused(
                    "migration %s is %s and can no longer be aborted"
                            .formatted(id, record.state()));
        }
        MigrationRecord next = record.aborting(reason, now, Map.of());
        return save(next)
                ? new Answer.Accepted(next)
                : new Answer.Refused(
                        "migration %s has just changed. Maybe try again?".formatted(id));
    }

    /**
     * Drives every open migration as far as it goes without waiting.
     *
     * @return the records that changed their state, in the order in which they did
     */
    public List<MigrationRecord> advance(Instant now) {
        List<MigrationRecord> changed = new ArrayList<>();
        for (MigrationId id : List.copyOf(open.keySet())) {
            drive(id, now, changed);
        }
        return changed;
    }

    private void drive(MigrationId id, Instant now, List<MigrationRecord> changed) {
        for (MigrationRecord record = open.get(id); record != null; record = open.get(id)) {
            MigrationRecord next = driver.drive(record, now);
            if (next == null || !save(next) || next.state() == record.state()) {
                return;
            }
            changed.add(next);
        }
    }

    /** All migrations that have not ended, by identity. */
    public List<MigrationRecord> active() {
        return List.copyOf(open.values());
    }

    /** The most recent migrations that have ended, oldest first. */
    public List<MigrationRecord> recent() {
        return List.copyOf(recent);
    }

    /** The newest figures of a running migration, stored or not. */
    public Map<String, Long> progress(MigrationId id) {
        return driver.progress(id);
    }

    private Collection<MigrationRecord> records() {
        List<MigrationRecord> all = new ArrayList<>(open.values());
        all.addAll(recent);
        return all;
    }

    /** Whether the stored record is now {@code next}; otherwise takes over what is stored. */
    private boolean save(MigrationRecord next) {
        if (!store.compareAndSet(next)) {
            LOG.warn("Migration {} was changed by somebody else, reading it again", next.id());
            reload(next.id());
            return false;
        }
        accept(next);
        return true;
    }

    private void reload(MigrationId id) {
        Optional<MigrationRecord> stored = store.find(id);
        driver.forget(id);
        if (stored.isPresent() && stored.get().epoch() <= epoch) {
            accept(stored.get());
        } else {
            open.remove(id);
            LOG.error("Migration {} is another engine's now: leaving it alone", id);
        }
    }

    private void accept(MigrationRecord record) {
        if (record.state().terminal()) {
            open.remove(record.id());
            driver.forget(record.id());
            remember(record);
        } else {
            open.put(record.id(), record);
        }
    }

    private void remember(MigrationRecord record) {
        recent.add(record);
        if (recent.size() > RECENT_KEPT) {
            recent.removeFirst();
        }
    }
}
