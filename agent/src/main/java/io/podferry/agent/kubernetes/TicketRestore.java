package io.podferry.agent.kubernetes;

import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import io.podferry.agent.migration.KubernetesClone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One container of a clone that kubelet creates and the runtime wrapper restores. kubelet creates
 * the containers of a pod one after another, so that only the first is held by the wrapper before
 * the decision. After the vote each one gets its files and its ticket's "go" when it comes: {@link
 * #poll} sees to that, too. Holds no state.
 */
final class TicketRestore implements HeldRestore {
    private static final Logger LOG = LoggerFactory.getLogger(TicketRestore.class);

    private final WrapperFiles wrapper;
    private final Layers layers;
    private final KubePods pods;
    private final KubernetesClone clone;
    private final List<String> containers;
    private final String container;
    private final Path checkpoint;
    private final ReleaseMark mark;

    /**
     * @param containers all containers of the pod
     * @param checkpoint folder of the received checkpoint
     */
    TicketRestore(
            WrapperFiles wrapper,
            Layers layers,
            KubePods pods,
            KubernetesClone clone,
            List<String> containers,
            String container,
            Path checkpoint,
            ReleaseMark mark) {
        this.wrapper = wrapper;
        this.layers = layers;
        this.pods = pods;
        this.clone = clone;
        this.containers = List.copyOf(containers);
        this.container = container;
        this.checkpoint = checkpoint;
        this.mark = mark;
    }

    @Override
    public RestoreState poll() {
        try {
            return state();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot look at the restore of container '%s'".formatted(container), e);
        }
    }

    private RestoreState state() throws IOException {
        String uid = clone.podUid();
        if (wrapper.restored(uid, container)) {
            return new RestoreState.Released();
        }
        Optional<WrapperFiles.Waiting> create = wrapper.waiting(uid, container);
        boolean creating = create.isPresent() && create.get().alive();
        if (wrapper.isUsed(uid, container)) {
            if (creating) {
                return new RestoreState.Running();
            }
            // The wrapper may have been killed after the restore, before it could note it.
            if (pods.containers(uid).containsKey(container) || wrapper.restored(uid, container)) {
                return new RestoreState.Released();
            }
            return new RestoreState.Failed(
                    "runc could not restore container '%s'; the events of the pod say why"
                            .formatted(container));
        }
        if (wrapper.aborted(uid, container)) {
            return new RestoreState.Removed();
        }
        if (!wrapper.exists(uid, container)) {
            return new RestoreState.Failed(
                    "the ticket of container '%s' is gone".formatted(container));
        }
        if (mark.exists()) {
            if (creating) {
                letGo(create.get());
            }
            return new RestoreState.Running();
        }
        return !clone.holdFirst() || anyWaits()
                ? new RestoreState.Held()
                : new RestoreState.Running();
    }

    private boolean anyWaits() throws IOException {
        for (String each : containers) {
            if (wrapper.waiting(clone.podUid(), each)
                    .filter(WrapperFiles.Waiting::alive)
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void letGo(WrapperFiles.Waiting create) throws IOException {
        if (!wrapper.going(clone.podUid(), container)) {
            if (container.equals(containers.getFirst())) {
                layers.applyEmptyDirs(checkpoint, clone.podUid(), clone.emptyDirs());
            }
            layers.apply(checkpoint, container, create.bundle());
            wrapper.go(clone.podUid(), container);
        }
    }

    /** The wrapper gives up by itself when nobody says go in time. */
    @Override
    public void heartbeat() {}

    @Override
    public boolean vote(boolean release) {
        try {
            if (release) {
                mark.set();
                return !wrapper.aborted(clone.podUid(), container);
            }
            if (mark.exists() || wrapper.isUsed(clone.podUid(), container)) {
                return false;
            }
            wrapper.abort(clone.podUid(), container, "the pod stays where it was");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot vote for container '%s'".formatted(container), e);
        }
    }

    /** A restore that failed may be tried again when nothing of it is left. */
    @Override
    public Optional<String> repair() {
        try {
            if (mark.exists() && state() instanceof RestoreState.Failed) {
                wrapper.again(clone.podUid(), container);
                LOG.error("container '{}' is to be restored once more", container);
                return Optional.of("a restore of container '" + container + "' failed");
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot repair the restore of container '%s'".formatted(container), e);
        }
    }
}
