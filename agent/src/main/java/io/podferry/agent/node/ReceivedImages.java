package io.podferry.agent.node;

import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.process.Trees;
import io.podferry.agent.transfer.CheckpointFolder;
import io.podferry.agent.transfer.Expectation;
import io.podferry.agent.transfer.ImageReceiver;
import io.podferry.agent.transfer.TransferException;
import io.podferry.agent.transfer.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.function.LongSupplier;

/** Room for clones on this node, and the checkpoints that arrive for them. Thread-safe. */
public final class ReceivedImages {
    /** Room for images besides the pages, and for what the pod wrote. */
    private static final long EXTRA_BYTES = 256L << 20;

    /**
     * What a pod changes all the time comes up to three times: twice ahead of the freeze and once
     * after it. It may have grown since the move was planned, and its writable layer comes, too.
     */
    private static final int QUOTA_FACTOR = 4;

    private static final long QUOTA_EXTRA = 8L << 30;

    private final Path checkpoints;
    private final ImageReceiver receiver;
    private final Reservations reservations;
    private final long limitBytes;
    private final LongSupplier memoryInUse;

    /**
     * @param checkpoints folder with one folder per migration
     * @param limitBytes memory of all pods together
     * @param memoryInUse memory that all pods use now and that cannot be reclaimed
     */
    public ReceivedImages(
            Path checkpoints,
            ImageReceiver receiver,
            Reservations reservations,
            long limitBytes,
            LongSupplier memoryInUse) {
        this.checkpoints = checkpoints;
        this.receiver = receiver;
        this.reservations = reservations;
        this.limitBytes = limitBytes;
        this.memoryInUse = memoryInUse;
    }

    /**
     * Checks whether the clone would fit.
     *
     * @throws StepFailure when memory or disk are too small for the pod
     */
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
        long disk = Files.getFileStore(checkpoints).getUsableSpace();
        long needed = order.sizeBytes() + EXTRA_BYTES;
        if (disk < needed) {
            throw new StepFailure(
                    "%s has %d MiB free in %s, but the images need about %d MiB. Make room there, or choose another target."
                            .formatted(order.target(), disk >> 20, checkpoints, needed >> 20));
        }
    }

    /** Keeps memory for the clone; idempotent. */
    public synchronized void reserve(MigrationOrder order) throws IOException, StepFailure {
        requireRoom(order);
        reservations.keep(order.id(), order.sizeBytes());
    }

    /**
     * From now on the holder of the order's ticket may ship images, once.
     *
     * @param captured where captured folders go, by name
     */
    public void expect(MigrationOrder order, Map<String, Path> captured) throws IOException {
        CheckpointFolder folder = folder(order);
        if (folder.manifest().isPresent()) {
            return;
        }
        receiver.forget(order.id());
        Trees.remove(folder.path());
        reservations.keep(order.id(), order.sizeBytes());
        receiver.expect(
                new Expectation(
                        order.ticket(),
                        folder.path(),
                        new HashSet<>(order.containers()),
                        captured,
                        order.sizeBytes(),
                        QUOTA_FACTOR * order.sizeBytes() + QUOTA_EXTRA));
    }

    /** Where the checkpoint of a migration lies. */
    public CheckpointFolder folder(MigrationOrder order) {
        return new CheckpointFolder(checkpoints.resolve(order.id()));
    }

    /**
     * Root hash of the checkpoint that arrived completely; verified again when another process of
     * this agent received it.
     */
    public String rootHash(MigrationOrder order) throws IOException, StepFailure {
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

    /** Reads the images again; a failure when they are not what the hash names. */
    public void verify(MigrationOrder order, String rootHash) throws IOException, StepFailure {
        String actual = verified(order);
        if (!actual.equals(rootHash)) {
            throw new StepFailure(
                    "the checkpoint has root hash %s, but %s was shipped"
                            .formatted(actual, rootHash));
        }
    }

    /** The clone executes: its memory is in the node's figures now. */
    public void settled(MigrationOrder order) throws IOException {
        reservations.release(order.id());
    }

    /** Takes no images of the migration any more. */
    public void refuse(MigrationOrder order) {
        receiver.forget(order.id());
    }

    /** Removes the images and the reservation. */
    public void forget(MigrationOrder order) throws IOException {
        receiver.forget(order.id());
        reservations.release(order.id());
        Trees.remove(checkpoints.resolve(order.id()));
    }
}
