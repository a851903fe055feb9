package io.podferry.agent.kubernetes;

import io.podferry.agent.checkpoint.CriuConfig;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.migration.Heart;
import io.podferry.agent.migration.KubernetesClone;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.migration.PodRestore;
import io.podferry.agent.migration.StepFailure;
import io.podferry.agent.migration.TargetNode;
import io.podferry.agent.node.ReceivedImages;
import io.podferry.agent.runtime.Files0700;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The target's half of moves: tickets for the clone that kubelet is about to create. Thread-safe.
 */
final class KubeTarget implements TargetNode {
    /** kubelet ends a create after two minutes. */
    private static final int HOLD_SECONDS = 100;

    private final WrapperFiles wrapper;
    private final Layers layers;
    private final KubePods pods;
    private final ReceivedImages images;
    private final KubeTools tools;
    private final Heart heart;
    private final Runnable podsChanged;

    /**
     * @param podsChanged told when a pod came or went
     */
    KubeTarget(
            WrapperFiles wrapper,
            Layers layers,
            KubePods pods,
            ReceivedImages images,
            KubeTools tools,
            Heart heart,
            Runnable podsChanged) {
        this.wrapper = wrapper;
        this.layers = layers;
        this.pods = pods;
        this.images = images;
        this.tools = tools;
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

    private static KubernetesClone clone(MigrationOrder order) throws StepFailure {
        KubernetesClone clone = order.podObject();
        if (clone == null) {
            throw new StepFailure("the order names no pod object that is to be the clone");
        }
        return clone;
    }

    @Override
    public void createSandbox(MigrationOrder order) throws IOException, StepFailure {
        for (String container : order.containers()) {
            wrapper.hold(
                    clone(order).podUid(),
                    container,
                    images.folder(order).images(container),
                    tools.criu(),
                    CriuConfig.of(tools.criuVersion()),
                    HOLD_SECONDS);
        }
    }

    @Override
    public void expectImages(MigrationOrder order) throws IOException {
        Map<String, Path> staged =
                layers.staged(
                        images.folder(order).path(),
                        order.containers(),
                        KubeSource.emptyDirs(order));
        images.expect(order, staged);
        for (Path place : staged.values()) {
            Files0700.folder(place);
        }
    }

    @Override
    public boolean arrived(MigrationOrder order) throws IOException, StepFailure {
        KubernetesClone clone = clone(order);
        if (!clone.holdFirst()) {
            return true;
        }
        for (String container : order.containers()) {
            if (wrapper.aborted(clone.podUid(), container)) {
                throw new StepFailure("the clone's ticket was given up");
            }
            if (wrapper.waiting(clone.podUid(), container)
                    .filter(WrapperFiles.Waiting::alive)
                    .isPresent()) {
                return true;
            }
        }
        return false;
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
    public PodRestore startRestore(MigrationOrder order, Path attempt)
            throws IOException, StepFailure {
        createSandbox(order);
        return findRestore(order, attempt);
    }

    @Override
    public PodRestore findRestore(MigrationOrder order, Path attempt) {
        KubernetesClone clone = order.podObject();
        Map<String, HeldRestore> restores = new TreeMap<>();
        if (clone != null) {
            Path checkpoint = images.folder(order).path();
            ReleaseMark mark = new ReleaseMark(checkpoint.resolve("released"));
            for (String container : order.containers()) {
                restores.put(
                        container,
                        new TicketRestore(
                                wrapper,
                                layers,
                                pods,
                                clone,
                                order.containers(),
                                container,
                                checkpoint,
                                mark));
            }
        }
        return new PodRestore(restores, order.containers().size());
    }

    /** From now on a crash of the clone starts it afresh, as that of any pod. */
    @Override
    public void cloneRuns(MigrationOrder order) throws IOException {
        images.settled(order);
        podsChanged.run();
    }

    /** kubelet removes what it has made when the pod object is deleted. */
    @Override
    public void removeClone(MigrationOrder order) throws IOException {
        images.refuse(order);
        KubernetesClone clone = order.podObject();
        if (clone != null) {
            for (String container : order.containers()) {
                wrapper.abort(clone.podUid(), container, "the pod stays where it was");
            }
        }
        podsChanged.run();
    }

    /** Tickets that were given up stay: kubelet may try to create the clone again. */
    @Override
    public void forget(MigrationOrder order) throws IOException {
        images.forget(order);
        KubernetesClone clone = order.podObject();
        if (clone != null) {
            boolean over = true;
            for (String container : order.containers()) {
                over &= !wrapper.exists(clone.podUid(), container);
            }
            if (over) {
                wrapper.forget(clone.podUid());
            }
        }
    }
}
