package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import java.util.Optional;

/** Asks the owner of the limits before planning: caps, cool-downs, return trips. */
@FunctionalInterface
public interface Admission {
    /** A reason why this move would be refused now; empty when it would not. */
    Optional<String> objection(PodUid pod, NodeName source, NodeName target);

    /** How many more moves may begin now in the whole cluster. */
    default int slots() {
        return Integer.MAX_VALUE;
    }
}
