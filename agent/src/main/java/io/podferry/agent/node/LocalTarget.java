package io.podferry.agent.node;

import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.PodRestore;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.migration.TargetNode;
import io.podferry.agent.process.Trees;
import io.podferry.agent.runtime.CapturedFolder;
import io.podferry.agent.runtime.NodePaths;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.transfer.CheckpointFolder;
import io.podferry.agent.transfer.Expectation;
import io.podferry.agent.transfer.ImageReceiver;
import io.podferry.agent.transfer.TransferException;
import io.podferry.agent.transfer.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The target's half of moves, on this machine's containers. Thread-safe. */
final class LocalTarget implements TargetNode {
    /** Room for images besides the pages, and for what the pod wrote. */
    private static final long EXTRA_BYTES = 256L << 20;

    /**
     * What a pod changes all the time comes up to three times: twice ahead of the freeze and once
     * after it. It may have grown since the move was planned, and its writable layer comes, too.
     */
    private static final int QUOTA_FACTOR = 4;

    private static final long QUOTA_EXTRA = 8L << 30;

    private final NodePaths paths;
    private final PodRuntime runtime;
    private final Checkpoints checkpoints;
    private final ImageReceiver receiver;
    private final Reservations reservations;
    private final Heart heart;
    private final long limitBytes;
    private final LongSupplier memoryInUse;
    private final Runnable podsChanged;

    /**
     * @param limitBytes memory of all pods together
     * @param memoryInUse memory that all pods use now and that cannot be reclaimed
     * @param podsChanged told when a pod came or went
     */
    LocalTarget(
            NodePaths paths,
            PodRuntime runtime,
            Checkpoints checkpoints,
            ImageReceiver receiver,
            Reservations reservations,
            Heart heart,
            long limitBytes,
            LongSupplier memoryInUse,
            Runnable podsChanged) {
        this.paths = paths;
        this.runtime = runtime;
        this.checkpoints = checkpoints;
        this.receiver = receiver;
        this.reservations = reservations;
        this.heart = heart;
        this.limitBytes = limitBytes;
        this.memoryInUse = memoryInUse;
        this.podsChanged = podsChanged;
    }

    @Override
    public Heart heart() {
        return heart;
    }

    @Override
    public void requireRoom(MigrationOrder order) throws IOException, StepFailure {
        long used = memoryInUse.getAsLong();
        long reserved = reservations.totalExcept(order.id());
        long free = limitBytes - used - reserved;
        if (free < order.sizeBytes()) {
            throw new StepFailure(
                    "%s has %d MiB free of %d MiB (%d MiB in use, %d MiB reserved), but the pod needs %d MiB. Choose another target."
                            .formatted(
                                    order.target(),
                                    Math.max(0, free) >> 20,
                                    limitBytes >> 20,
                                    used >> 20,
                                    reserved >> 20,
                                    order.sizeBytes() >> 20));
        }
        long disk = Files.getFileStore(paths.root()).getUsableSpace();
        long needed = order.sizeBytes() + EXTRA_BYTES;
        if (disk < needed) {
            throw new StepFailure(
                    "%s has %d MiB free in %s, but the images need about %d MiB. Make room there, or choose another target."
                            .formatted(order.target(), disk >> 20, paths.root(), needed >> 20));
        }
    }

    @Override
    public synchronized void reserve(MigrationOrder order) throws IOException, StepFailure {
        requireRoom(order);
        reservations.keep(order.id(), order.sizeBytes());
    }

    @Override
    public void createSandbox(MigrationOrder order) throws IOException {
        runtime.createSandbox(
                order.cloneUid(),
                order.podUid(),
                order.spec(),
                Instant.ofEpochMilli(order.workStartedAtEpochMillis()));
    }

    @Override
    public void expectImages(MigrationOrder order) throws IOException {
        CheckpointFolder folder = folder(order);
        if (folder.manifest().isPresent()) {
            return;
        }
        receiver.forget(order.id());
        Trees.remove(folder.path());
        reservations.keep(order.id(), order.sizeBytes());
        Map<String, Path> captured = new HashMap<>();
        for (CapturedFolder place : runtime.captured(order.cloneUid())) {
            captured.put(place.name(), place.path());
        }
        receiver.expect(
                new Expectation(
                        LocalSource.ticket(order),
                        folder.path(),
                        new HashSet<>(LocalSource.containers(order)),
                        captured,
                        order.sizeBytes(),
                        QUOTA_FACTOR * order.sizeBytes() + QUOTA_EXTRA));
    }

    private CheckpointFolder folder(MigrationOrder order) {
        return new CheckpointFolder(paths.checkpoints().resolve(order.id()));
    }

    @Override
    public String receivedRootHash(MigrationOrder order) throws IOException, StepFailure {
        String hash = receiver.received(order.id());
        return hash != null ? hash : verified(order);
    }

    private String verified(MigrationOrder order) throws IOException, StepFailure {
        try {
            return Verification.verify(folder(order));
        } catch (TransferException e) {
            throw new StepFailure("the checkpoint cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void verifyImages(MigrationOrder order, String rootHash)
            throws IOException, StepFailure {
        String actual = verified(order);
        if (!actual.equals(rootHash)) {
            throw new StepFailure(
                    "the checkpoint has root hash %s, but %s was shipped"
                            .formatted(actual, rootHash));
        }
    }

    @Override
    public PodRestore startRestore(MigrationOrder order, Path attempt) throws IOException {
        Map<String, HeldRestore> restores = new TreeMap<>();
        for (String container : LocalSource.containers(order)) {
            Path own = Folders.makePrivate(attempt.resolve(container));
            restores.put(
                    container,
                    checkpoints.startRestore(
                            order.cloneUid(), container, folder(order).images(container), own));
        }
        return new PodRestore(restores, restores.size());
    }

    @Override
    public PodRestore findRestore(MigrationOrder order, Path attempt) {
        Map<String, HeldRestore> restores = new TreeMap<>();
        for (String container : LocalSource.containers(order)) {
            Path own = attempt.resolve(container);
            if (Files.isDirectory(own)) {
                restores.put(container, checkpoints.findRestore(order.cloneUid(), container, own));
            }
        }
        return new PodRestore(restores, LocalSource.containers(order).size());
    }

    @Override
    public void cloneRuns(MigrationOrder order) throws IOException {
        reservations.release(order.id());
        podsChanged.run();
    }

    @Override
    public void removeClone(MigrationOrder order) throws IOException {
        receiver.forget(order.id());
        runtime.remove(order.cloneUid());
        podsChanged.run();
    }

    @Override
    public void forget(MigrationOrder order) throws IOException {
        receiver.forget(order.id());
        reservations.release(order.id());
        Trees.remove(paths.checkpoints().resolve(order.id()));
    }
}
