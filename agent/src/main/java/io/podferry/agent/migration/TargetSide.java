package io.podferry.agent.migration;

import io.podferry.agent.migration.MigrationFolder.Marker;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.StepStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the node that a pod goes to. The clone is rebuilt before the decision and held
 * before its first instruction, so that a restore that fails costs nothing; it is let go only by
 * {@link #release}, which is asked only when the source is proven dead. Thread-safe.
 */
public final class TargetSide {
    private static final Logger LOG = LoggerFactory.getLogger(TargetSide.class);
    private static final Duration RELEASE = Duration.ofSeconds(30);

    /** Told by {@link io.podferry.policy.migration.Step#HOLD_TARGET}: the clone may come now. */
    public static final String EXPECTED = "cloneExpected";

    private static final int LAST_ATTEMPT = 99;

    private final TargetNode node;

    public TargetSide(TargetNode node) {
        this.node = node;
    }

    StepStatus.Done preflight(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, StepFailure {
        refuseAborted(order, folder);
        node.requireRoom(order);
        return done();
    }

    StepStatus.Done hold(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, InterruptedException, StepFailure {
        refuseAborted(order, folder);
        if (folder.read(Marker.RECEIVED).isEmpty()) {
            node.reserve(order);
            node.createSandbox(order);
            node.expectImages(order);
        }
        progress.at("waiting for the clone", Map.of(EXPECTED, 1L));
        Pause pause = new Pause();
        while (!node.arrived(order)) {
            refuseAborted(order, folder);
            pause.await();
        }
        return done();
    }

    StepStatus.Done prepare(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, InterruptedException, StepFailure {
        refuseAborted(order, folder);
        String rootHash = received(order, folder);
        Optional<Path> attempt = newestAttempt(folder);
        PodRestore restore;
        if (attempt.isPresent() && !node.findRestore(order, attempt.get()).anyLost()) {
            restore = node.findRestore(order, attempt.get());
        } else {
            restore = rebuild(order, folder, attempt);
        }
        node.heart().add(order.id(), restore::heartbeat);
        Instant start = Instant.now();
        awaitHeld(order, folder, restore);
        return new StepStatus.Done(
                Optional.of(rootHash),
                Map.of(
                        MigrationFacts.RESTORE_MILLIS,
                        Duration.between(start, Instant.now()).toMillis()));
    }

    /**
     * Root hash of the checkpoint, which is verified again when this process did not receive it
     * itself.
     */
    private String received(MigrationOrder order, MigrationFolder folder)
            throws IOException, StepFailure {
        Optional<String> marked = folder.read(Marker.RECEIVED);
        if (marked.isPresent()) {
            return marked.get();
        }
        String rootHash = node.receivedRootHash(order);
        folder.mark(Marker.RECEIVED, rootHash);
        return rootHash;
    }

    private PodRestore rebuild(MigrationOrder order, MigrationFolder folder, Optional<Path> earlier)
            throws IOException, StepFailure {
        if (earlier.isPresent()) {
            node.findRestore(order, earlier.get()).repair();
            node.verifyImages(order, received(order, folder));
        }
        int number = earlier.map(TargetSide::number).orElse(0) + 1;
        if (number > LAST_ATTEMPT) {
            throw new StepFailure(
                    "the clone could not be rebuilt in %d attempts; the checkpoint is kept in %s"
                            .formatted(LAST_ATTEMPT, folder.path()));
        }
        Path attempt = folder.subfolder("restore-%02d".formatted(number));
        return node.startRestore(order, attempt);
    }

    private static Optional<Path> newestAttempt(MigrationFolder folder) {
        Optional<Path> newest = Optional.empty();
        for (int i = 1; i <= LAST_ATTEMPT; i++) {
            Path attempt = folder.path().resolve("restore-%02d".formatted(i));
            if (!java.nio.file.Files.isDirectory(attempt)) {
                break;
            }
            newest = Optional.of(attempt);
        }
        return newest;
    }

    private static int number(Path attempt) {
        return Integer.parseInt(attempt.getFileName().toString().substring("restore-".length()));
    }

    private void awaitHeld(MigrationOrder order, MigrationFolder folder, PodRestore restore)
            throws InterruptedException, StepFailure {
        Pause pause = new Pause();
        while (!restore.allHeld()) {
            refuseAborted(order, folder);
            pause.await();
        }
    }

    /** Only ever asked after the source is proven dead. */
    StepStatus.Done release(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, InterruptedException, StepFailure {
        Optional<String> released = folder.read(Marker.RELEASED);
        if (released.isPresent()) {
            return released(released.get());
        }
        Path attempt =
                newestAttempt(folder)
                        .orElseThrow(() ->
                                new StepFailure("no clone was ever prepared for " + order.id()));
        PodRestore restore = node.findRestore(order, attempt);
        Pause pause = new Pause();
        if (restore.anyLost()) {
            LOG.error(
                    "migration {}: the held clone is gone after the decision; rebuilding it from"
                            + " the verified checkpoint",
                    order.id());
            restore = rebuild(order, folder, Optional.of(attempt));
            node.heart().add(order.id(), restore::heartbeat);
            while (!restore.allHeld()) {
                pause.await();
            }
        }
        if (!restore.vote(true)) {
            throw new StepFailure("the held clone was removed in this moment; it will be rebuilt");
        }
        long deadline = System.nanoTime() + RELEASE.toNanos();
        while (!restore.allReleased()) {
            if (restore.anyLost() || System.nanoTime() > deadline) {
                throw new StepFailure("the clone did not start to execute; it will be rebuilt");
            }
            pause.await();
        }
        node.heart().remove(order.id());
        String at = Long.toString(System.currentTimeMillis());
        node.cloneRuns(order);
        folder.mark(Marker.RELEASED, at);
        return released(at);
    }

    private static StepStatus.Done released(String at) {
        return new StepStatus.Done(
                Optional.empty(),
                Map.of(MigrationFacts.RELEASED_AT_EPOCH_MILLIS, Long.parseLong(at)));
    }

    StepStatus.Done clean(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException {
        node.forget(order);
        folder.removeData();
        folder.mark(Marker.CLEANED, Instant.now().toString());
        return done();
    }

    StepStatus.Done abort(MigrationOrder order, MigrationFolder folder, StepProgress progress)
            throws IOException, StepFailure {
        if (folder.has(Marker.RELEASED)) {
            throw new StepFailure(
                    "the clone of " + order.id() + " executes and cannot be taken back");
        }
        folder.mark(Marker.ABORTED, Instant.now().toString());
        node.heart().remove(order.id());
        Optional<Path> attempt = newestAttempt(folder);
        if (attempt.isPresent()) {
            PodRestore restore = node.findRestore(order, attempt.get());
            restore.vote(false);
            restore.repair();
        }
        node.removeClone(order);
        node.forget(order);
        folder.removeData();
        return done();
    }

    private static void refuseAborted(MigrationOrder order, MigrationFolder folder)
            throws StepFailure {
        if (folder.has(Marker.ABORTED)) {
            throw new StepFailure("migration " + order.id() + " was aborted");
        }
    }

    private static StepStatus.Done done() {
        return new StepStatus.Done(Optional.empty(), Map.of());
    }
}
