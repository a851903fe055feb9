package io.podferry.agent.node;

import io.podferry.agent.checkpoint.Checkpoints;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.PodRestore;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.migration.TargetNode;
import io.podferry.agent.runtime.CapturedFolder;
import io.podferry.agent.runtime.PodRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The target's half of moves, on this machine's containers. Thread-safe. */
final class LocalTarget implements TargetNode {
    private final PodRuntime runtime;
    private final Checkpoints checkpoints;
    private final ReceivedImages images;
    private final Heart heart;
    private final Runnable podsChanged;

    /**
     * @param podsChanged told when a pod came or went
     */
    LocalTarget(
            PodRuntime runtime,
            Checkpoints checkpoints,
            ReceivedImages images,
            Heart heart,
            Runnable podsChanged) {
        this.runtime = runtime;
        this.checkpoints = checkpoints;
        this.images = images;
        this.heart = heart;
        this.podsChanged = podsChanged;
    }

    @Override
    public Heart heart() {
        return heart;
    }

    @Override
    public void requireRoom(MigrationOrder order) throws IOException, StepFailure {
        images.requireRoom(order);
    }

    @Override
    public void reserve(MigrationOrder order) throws IOException, StepFailure {
        images.reserve(order);
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
        Map<String, Path> captured = new HashMap<>();
        for (CapturedFolder place : runtime.captured(order.cloneUid())) {
            captured.put(place.name(), place.path());
        }
        images.expect(order, captured);
    }

    /** The sandbox is made here, and is all that must be there. */
    @Override
    public boolean arrived(MigrationOrder order) {
        return true;
    }

    @Override
    public String receivedRootHash(MigrationOrder order) throws IOException, StepFailure {
        return images.rootHash(order);
    }

    @Override
    public void verifyImages(MigrationOrder order, String rootHash)
            throws IOException, StepFailure {
        images.verify(order, rootHash);
    }

    @Override
    public PodRestore startRestore(MigrationOrder order, Path attempt) throws IOException {
        Map<String, HeldRestore> restores = new TreeMap<>();
        for (String container : order.containers()) {
            Path own = Folders.makePrivate(attempt.resolve(container));
            restores.put(
                    container,
                    checkpoints.startRestore(
                            order.cloneUid(),
                            container,
                            images.folder(order).images(container),
                            own));
        }
        return new PodRestore(restores, restores.size());
    }

    @Override
    public PodRestore findRestore(MigrationOrder order, Path attempt) {
        Map<String, HeldRestore> restores = new TreeMap<>();
        for (String container : order.containers()) {
            Path own = attempt.resolve(container);
            if (Files.isDirectory(own)) {
                restores.put(container, checkpoints.findRestore(order.cloneUid(), container, own));
            }
        }
        return new PodRestore(restores, order.containers().size());
    }

    @Override
    public void cloneRuns(MigrationOrder order) throws IOException {
        images.settled(order);
        podsChanged.run();
    }

    @Override
    public void removeClone(MigrationOrder order) throws IOException {
        images.refuse(order);
        runtime.remove(order.cloneUid());
        podsChanged.run();
    }

    @Override
    public void forget(MigrationOrder order) throws IOException {
        images.forget(order);
    }
}
