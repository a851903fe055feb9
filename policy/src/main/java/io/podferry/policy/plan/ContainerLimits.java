package io.podferry.policy.plan;

import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods that are about to meet their own limit. The kernel kills them however much room their node
 * has, and wherever they are: no move can heal that, more memory can. Used once per tick.
 */
final class ContainerLimits {
    private static final int MOST = 16;

    private final PlanningInput input;
    private final DefaultPolicyConfig config;

    ContainerLimits(PlanningInput input, DefaultPolicyConfig config) {
        this.input = input;
        this.config = config;
    }

    List<DecisionRecord> decide() {
        List<DecisionRecord> decisions = new ArrayList<>();
        for (PodUid uid : input.futures().meetingTheirLimit(MOST)) {
            input.cluster().pod(uid).flatMap(this::decide).ifPresent(decisions::add);
        }
        return decisions;
    }

    private Optional<DecisionRecord> decide(PodSnapshot pod) {
        NodeRisk risk = input.futures().report().nodes().get(pod.node());
        Optional<DataSize> limit = pod.limit();
        if (risk == null || risk.stale() || limit.isEmpty()) {
            return Optional.empty();
        }
        Optional<Action> action = new Ladder(input, config).resize(pod, limit.get(), risk);
        return Optional.of(
                new DecisionRecord(
                        input.cluster().takenAt(),
                        DefaultPolicy.NAME,
                        pod.node(),
                        risk,
                        input.futures().report().horizon(),
                        Finding.CONTAINER_LIMIT,
                        false,
                        List.of(),
                        Map.of(),
                        action,
                        "%s (%s) is about to meet its own limit of %s, which no move can heal"
                                .formatted(pod.name(), pod.memory(), limit.get()),
                        "a higher memory limit of the pod"));
    }
}
