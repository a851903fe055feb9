package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Optional;

/** The engine's own view of a node's risk, for the record. */
final class Risks {
    private Risks() {}

    static NodeRisk of(NodeSnapshot node, PlanningInput input) {
        NodeRisk known = input.futures().report().nodes().get(node.name());
        return known != null
                ? known
                : new NodeRisk(
                        node.name(),
                        node.memory(),
                        node.usable(),
                        DataSize.ZERO,
                        DataSize.ZERO,
                        DataSize.ZERO,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        true);
    }
}
