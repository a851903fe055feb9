package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NameTable;
import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Verdicts;
import io.podferry.extender.protocol.Victims;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port between the endpoint and the placement rules. Called from many threads at once; must answer
 * from memory, as the calls sit in kube-scheduler's serial cycle.
 */
public interface Advisor {
    /** Names of the known nodes, which requests are likely to hold. */
    NameTable names();

    /**
     * Which of the nodes may not take the pod.
     *
     * @return nothing turned down when the pod is none of our business
     */
    Verdicts reject(PodFacts pod, NodeNames nodes);

    /**
     * How good each of the nodes would be.
     *
     * @return one score per node, 0 (worst, or unknown) to 10 (best)
     */
    int[] score(PodFacts pod, NodeNames nodes);

    /** Those of the nodes on which removing the victims would let the pod in. */
    Map<String, Victims> preempt(PodFacts pod, Map<String, Victims> victims);

    /** What was answered about a pod lately; empty when nobody asked about it. */
    Optional<Explanation> explain(String podName);

    /** Memory that is promised to pods that have not arrived. */
    List<Reservation> reservations();

    /** Why no sensible answer can be given now; empty when one can. */
    Optional<String> notReady();
}
