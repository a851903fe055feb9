package io.podferry.agent.migration;

import java.util.List;

/**
 * The pod object that is to be the clone. All of it is read from the API server.
 *
 * @param podUid its UID, for which the runtime wrapper gets tickets
 * @param holdFirst whether its first container must be held by the wrapper before the source is
 *     frozen; otherwise it comes to the node only after the decision
 * @param emptyDirs names of the pod's emptyDir volumes, which move with it
 */
public record KubernetesClone(String podUid, boolean holdFirst, List<String> emptyDirs) {
    public KubernetesClone {
        emptyDirs = emptyDirs == null ? List.of() : List.copyOf(emptyDirs);
    }
}
