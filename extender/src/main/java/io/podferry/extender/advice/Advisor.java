package io.podferry.extender.advice;

import io.podferry.extender.protocol.PodFacts;
import io.podferry.extender.protocol.Rejection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port between the endpoint and the placement rules. Called from many threads at once; must answer
 * from memory, as both calls sit in kube-scheduler's serial cycle.
 */
public interface Advisor {
    /**
     * Which of the nodes may not take the pod, by name.
     *
     * @return only nodes of {@code nodes}; empty when the pod is none of our business
     */
    Map<String, Rejection> reject(PodFacts pod, List<String> nodes);

    /**
     * How good each of the nodes would be.
     *
     * @return 0 (worst) to 1 (best) for the nodes that are known; the others are absent
     */
    Map<String, Double> score(PodFacts pod, List<String> nodes);

    /** Why no sensible answer can be given now; empty when one can. */
    Optional<String> notReady();
}
