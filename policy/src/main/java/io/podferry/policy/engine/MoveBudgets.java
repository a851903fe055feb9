package io.podferry.policy.engine;

import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.telemetry.ClusterView;
import java.util.List;
import java.util.Optional;

/**
 * Limits on moves of pods that belong together. Immutable.
 *
 * @param perNamespace moves of one namespace's pods at the same time, 1 or more
 * @param perOwner moves of one owner's pods at the same time, 1 or more
 * @param respectDisruptionBudgets whether a pod stays whose disruption budget allows none
 */
public record MoveBudgets(int perNamespace, int perOwner, boolean respectDisruptionBudgets) {
    public static final MoveBudgets DEFAULT = new MoveBudgets(1000, 10, true);

    /** Why the pod may not begin to move beside the moves under way; empty when it may. */
    Optional<String> objection(PodSnapshot pod, List<MigrationRecord> active, ClusterView cluster) {
        if (respectDisruptionBudgets && pod.detail().disruptionsAllowed().orElse(1) < 1) {
            return Optional.of("its disruption budget allows none now");
        }
        int namespace = 0;
        int owner = 0;
        for (MigrationRecord record : active) {
            if (record.state().terminal()) {
                continue;
            }
            namespace += namespace(record.podName()).equals(pod.namespace()) ? 1 : 0;
            owner += sameOwner(pod, record, cluster) ? 1 : 0;
        }
        if (namespace >= perNamespace) {
            return Optional.of(
                    "%d of %d moves of namespace %s are under way"
                            .formatted(namespace, perNamespace, pod.namespace()));
        }
        return owner >= perOwner
                ? Optional.of(
                        "%d of %d moves of %s are under way"
                                .formatted(owner, perOwner, pod.detail().owner().orElse("it")))
                : Optional.empty();
    }

    private static boolean sameOwner(PodSnapshot pod, MigrationRecord record, ClusterView cluster) {
        return pod.detail()
                .owner()
                .filter(owner ->
                        cluster.pod(record.podUid())
                                .or(() -> cluster.pod(record.cloneUid()))
                                .filter(other -> other.namespace().equals(pod.namespace()))
                                .flatMap(other -> other.detail().owner())
                                .filter(owner::equals)
                                .isPresent())
                .isPresent();
    }

    private static String namespace(String podName) {
        int slash = podName.indexOf('/');
        return slash > 0 ? podName.substring(0, slash) : "default";
    }
}
