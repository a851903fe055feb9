package io.podferry.simulations.world;

import io.podferry.policy.engine.TickReport;

/** Is told what happens, for pictures and tables. Every method has an empty body. */
public interface Timeline {
    /** Nobody watches. */
    Timeline NONE = new Timeline() {};

    /** How a pod's work was cut off. */
    enum End {
        /** By the kernel. */
        OOM_KILLED,
        /** By the kubelet. */
        EVICTED,
        /** By the policy. */
        POLICY_EVICTED
    }

    /** Usage of a node, bytes. */
    default void usage(int node, long millis, double bytes) {}

    /**
     * A pod lost its work.
     *
     * @param bytes its memory
     * @param lostMillis its work
     */
    default void killed(int pod, int node, long millis, double bytes, long lostMillis, End end) {}

    /** A pod stood still from freeze to arrival, or came back to life at its source. */
    default void moved(
            String migration,
            int pod,
            int source,
            int target,
            long startMillis,
            long frozenMillis,
            long endMillis,
            double bytes,
            boolean arrived) {}

    /** The engine thought. */
    default void ticked(TickReport report) {}
}
