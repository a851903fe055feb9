package io.podferry.agent.node;

import io.podferry.agent.migration.OpenMoves;
import io.podferry.agent.process.Trees;
import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.NodePaths;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.runtime.PodStatus;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a starting agent sweeps up after an earlier process of the node that was killed: checkpoints
 * of migrations nobody here knows, and clones that were never brought to life by a migration that
 * is over. What belongs to an open migration stays; the engine decides about it.
 */
final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private Reconciliation() {}

    static void run(NodePaths paths, PodRuntime runtime, OpenMoves moves) throws IOException {
        for (String migration : Folders.names(paths.checkpoints())) {
            if (!moves.open(migration)) {
                LOG.info("removing the checkpoint of migration {}, which is over", migration);
                Trees.remove(paths.checkpoints().resolve(migration));
            }
        }
        for (PodStatus pod : runtime.list()) {
            boolean neverLived =
                    pod.containers().stream()
                            .allMatch(c -> c.state() instanceof ContainerState.Created);
            if (neverLived && pod.previousUid() != null && !moves.arriving(pod.uid())) {
                LOG.info("removing the clone {}, which never arrived", pod.uid());
                runtime.remove(pod.uid());
            }
        }
    }
}
