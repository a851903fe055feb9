package io.podferry.simulations.judge;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.plan.Admission;
import io.podferry.policy.plan.PlanningInput;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Lets no pod leave its node but the one that may grow most. For one tick; not thread-safe. */
final class GrowersOnly implements Admission {
    private final PlanningInput input;
    private final Map<NodeName, Optional<PodUid>> growers = new HashMap<>();

    GrowersOnly(PlanningInput input) {
        this.input = input;
    }

    @Override
    public Optional<String> objection(PodUid pod, NodeName source, NodeName target) {
        return growers.computeIfAbsent(source, this::grower).filter(pod::equals).isPresent()
                ? input.admission().objection(pod, source, target)
                : Optional.of("another pod may grow more");
    }

    @Override
    public int slots() {
        return input.admission().slots();
    }

    private Optional<PodUid> grower(NodeName node) {
        return input.cluster().podsOn(node).stream()
                .max(Comparator.comparingDouble(this::growth).thenComparing(PodSnapshot::uid))
                .map(PodSnapshot::uid);
    }

    private double growth(PodSnapshot pod) {
        return input.futures().steepest(pod.uid()) - pod.memory().bytes();
    }
}
