package io.podferry.policy.engine;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.plan.Admission;
import io.podferry.policy.telemetry.ClusterView;
import java.time.Instant;
import java.util.Optional;

/** The limits of coordinator and budgets, as the policy may ask for them while it plans. */
record CoordinatorAdmission(
        Coordinator coordinator,
        ClusterView cluster,
        PodSelector selector,
        MoveBudgets budgets,
        Instant now)
        implements Admission {
    @Override
    public Optional<String> objection(PodUid pod, NodeName source, NodeName target) {
        return cluster.pod(pod)
                .flatMap(found ->
                        selector.excluded(found)
                                .or(() -> budgets.objection(found, coordinator.active(), cluster)))
                .or(() -> coordinator.objection(pod, source, target, now));
    }

    @Override
    public int slots() {
        return coordinator.slots();
    }
}
