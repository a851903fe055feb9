package io.podferry.agent.migration;

import io.podferry.agent.migration.MigrationFolder.Marker;
import io.podferry.agent.transfer.ManifestSummary;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.StepStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the node that a pod leaves. Every step may be asked again at any time, also after
 * the agent was killed: what must be known is in the migration's folder and in the processes
 * themselves. Thread-safe.
 */
public final class SourceSide {
    private static final Logger LOG = LoggerFactory.getLogger(SourceSide.class);
    private static final Duration TELL = Duration.ofMillis(200);
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final SourceNode node;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /** What exists in memory only, while a dump is made and shipped. */
    private static final class Session {
        private volatile boolean cancelled;
        private volatile @Nullable Shipment shipment;

        /** Once cancelled, no dump is begun any more. */
        synchronized PodDump begin(SourceNode node, MigrationOrder order, Path attempt, Shipment to)
                throws IOException, StepFailure {
            check(order, this, to);
            return node.startDump(order, attempt, to);
        }

        synchronized void cancel() {
            cancelled = true;
            Shipment open = shipment;
            if (open != null) {
                open.abort();
            }
        }
    }

    public SourceSide(SourceNode node) {
        this.node = node;
    }

    StepStatus.Done preflight(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, StepFailure {
        refuseAborted(order, folder);
        List<String> obstacles = node.obstacles(order.podUid());
        if (!obstacles.isEmpty()) {
            throw new StepFailure(
                    "pod %s cannot be moved: %s"
                            .formatted(order.cloneName(), String.join("; ", obstacles)));
        }
        return done(Map.of());
    }

    StepStatus.Done dumpAndShip(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, InterruptedException, StepFailure {
        refuseAborted(order, folder);
        Optional<String> shipped = folder.read(Marker.SHIPPED);
        if (shipped.isPresent()) {
            PodDump dump = node.findDump(order, attempt(folder));
            requireWaiting(dump);
            node.heart().add(order.id(), dump::heartbeat);
            return new StepStatus.Done(shipped, Map.of());
        }
        if (folder.has(Marker.DUMP_STARTED)) {
            throw new StepFailure(
                    "the agent of %s was restarted while it shipped, so the checkpoint is incomplete. The pod can be moved again at once."
                            .formatted(order.source()));
        }
        Session session = new Session();
        sessions.put(order.id(), session);
        folder.mark(Marker.DUMP_STARTED, Instant.now().toString());
        try (Shipment shipment = node.openShipment(order, attempt(folder))) {
            session.shipment = shipment;
            Map<String, Long> ahead = copyAhead(order, progress, session, shipment);
            PodDump dump = session.begin(node, order, attempt(folder), shipment);
            node.heart().add(order.id(), dump::heartbeat);
            return follow(order, folder, progress, session, shipment, dump, ahead);
        } finally {
            sessions.remove(order.id(), session);
        }
    }

    private Map<String, Long> copyAhead(
            MigrationOrder order, StepProgress progress, Session session, Shipment shipment)
            throws InterruptedException, StepFailure {
        long began = System.nanoTime();
        long[] told = {began};
        long bytes;
        try {
            bytes =
                    node.copyAhead(
                            order,
                            shipment,
                            () -> {
                                long now = System.nanoTime();
                                if (now - told[0] > TELL.toNanos()) {
                                    told[0] = now;
                                    progress.at("copying ahead", shipment.figures());
                                }
                                return !session.cancelled;
                            });
        } catch (IOException e) {
            check(order, session, shipment);
            throw new StepFailure("memory could not be copied ahead: " + e.getMessage(), e);
        }
        return Map.of(
                MigrationFacts.AHEAD_BYTES,
                bytes,
                MigrationFacts.AHEAD_MILLIS,
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private StepStatus.Done follow(
            MigrationOrder order,
            MigrationFolder folder,
            StepProgress progress,
            Session session,
            Shipment shipment,
            PodDump dump,
            Map<String, Long> ahead)
            throws IOException, InterruptedException, StepFailure {
        long told = System.nanoTime();
        boolean frozen = false;
        Pause pause = new Pause();
        PodDump.Look look = dump.look();
        while (!look.allAwaitVote()) {
            check(order, session, shipment);
            if (look.allFrozen()) {
                shipment.frozen();
            }
            if (!frozen && look.frozenAt().isPresent()) {
                frozen = true;
                progress.reached(MigrationState.FROZEN, "dumping", figures(shipment, ahead));
            } else if (System.nanoTime() - told > TELL.toNanos()) {
                told = System.nanoTime();
                progress.at("dumping", figures(shipment, ahead));
            }
            pause.await();
            look = dump.look();
        }
        Instant dumpedAt = Instant.now();
        Instant frozenAt = look.frozenAt().orElse(dumpedAt);
        progress.reached(MigrationState.DUMPED, "shipping the rest", figures(shipment, ahead));
        shipment.frozen();
        check(order, session, shipment);
        ManifestSummary summary = shipment.finish();
        requireWaiting(dump);
        folder.mark(Marker.SHIPPED, summary.rootHash());
        Map<String, Long> facts = new HashMap<>(ahead);
        facts.put(MigrationFacts.IMAGE_BYTES, summary.imageBytes());
        facts.put(MigrationFacts.WIRE_BYTES, summary.wireBytes());
        facts.put(MigrationFacts.FROZEN_AT_EPOCH_MILLIS, frozenAt.toEpochMilli());
        facts.put(MigrationFacts.DUMP_MILLIS, Duration.between(frozenAt, dumpedAt).toMillis());
        facts.put(
                MigrationFacts.SHIP_TAIL_MILLIS,
                Duration.between(dumpedAt, Instant.now()).toMillis());
        return new StepStatus.Done(Optional.of(summary.rootHash()), facts);
    }

    private static Map<String, Long> figures(Shipment shipment, Map<String, Long> ahead) {
        Map<String, Long> all = new HashMap<>(shipment.figures());
        all.putAll(ahead);
        return all;
    }

    StepStatus.Done promise(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, StepFailure {
        refuseAborted(order, folder);
        PodDump dump = node.findDump(order, attempt(folder));
        requireWaiting(dump);
        node.departing(order);
        if (!dump.promise()) {
            throw new StepFailure(
                    "the pod has thawed by itself: its agent or the engine was silent for too"
                            + " long");
        }
        requireWaiting(dump);
        return done(Map.of());
    }

    /** Only ever asked after COMMITTED is durable. */
    StepStatus.Done kill(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, InterruptedException, StepFailure {
        if (!folder.has(Marker.SOURCE_DEAD)) {
            PodDump dump = node.findDump(order, attempt(folder));
            node.fence(order.podUid());
            node.awaitDismissal(order);
            if (!dump.vote(true)) {
                throw new StepFailure(
                        "the pod was thawed before the decision came; it runs on %s and must be looked at"
                                .formatted(order.source()));
            }
            settle(order, dump, true);
            node.requireGone(order.podUid());
            folder.mark(Marker.SOURCE_DEAD, Instant.now().toString());
            node.heart().remove(order.id());
        }
        return done(Map.of());
    }

    StepStatus.Done clean(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException {
        node.heart().remove(order.id());
        node.removeDeparted(order.podUid());
        folder.removeData();
        folder.mark(Marker.CLEANED, Instant.now().toString());
        return done(Map.of());
    }

    /**
     * The pod is to run on where it stood. CRIU is never killed: what it has begun it ends, and is
     * then told to thaw.
     */
    StepStatus.Done abort(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, InterruptedException, StepFailure {
        if (folder.has(Marker.SOURCE_DEAD)) {
            throw new StepFailure(
                    "migration " + order.id() + " is past its decision and cannot be aborted");
        }
        folder.mark(Marker.ABORTED, Instant.now().toString());
        Session session = sessions.get(order.id());
        if (session != null) {
            session.cancel();
        }
        if (folder.has(Marker.DUMP_STARTED)) {
            PodDump dump = node.findDump(order, attempt(folder));
            node.heart().add(order.id(), dump::heartbeat);
            if (!dump.vote(false)) {
                throw new StepFailure("the source was already told to die; it cannot be thawed");
            }
            settle(order, dump, false);
        }
        node.staying(order);
        node.heart().remove(order.id());
        Pause pause = new Pause();
        while (sessions.containsKey(order.id())) {
            pause.await();
        }
        folder.removeData();
        return done(Map.of());
    }

    private static Path attempt(MigrationFolder folder) throws IOException {
        return folder.subfolder("dump");
    }

    private void settle(MigrationOrder order, PodDump dump, boolean commit)
            throws InterruptedException, StepFailure {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        Pause pause = new Pause();
        while (!dump.settled(
                commit,
                what ->
                        LOG.error(
                                "migration {}: the source needed a repair: {}",
                                order.id(),
                                what))) {
            if (System.nanoTime() > deadline) {
                throw new StepFailure(
                        "the source did not %s within %d s"
                                .formatted(commit ? "die" : "thaw", SETTLE.toSeconds()));
            }
            pause.await();
        }
    }

    private static void requireWaiting(PodDump dump) throws StepFailure {
        if (!dump.look().allAwaitVote()) {
            throw new StepFailure("the pod does not wait for its vote");
        }
    }

    private static void check(MigrationOrder order, Session session, Shipment shipment)
            throws StepFailure {
        if (session.cancelled) {
            throw new StepFailure("migration " + order.id() + " was aborted");
        }
        shipment.check();
    }

    private static void refuseAborted(MigrationOrder order, MigrationFolder folder)
            throws StepFailure {
        if (folder.has(Marker.ABORTED)) {
            throw new StepFailure("migration " + order.id() + " was aborted");
        }
    }

    private static StepStatus.Done done(Map<String, Long> facts) {
        return new StepStatus.Done(Optional.empty(), facts);
    }
}
