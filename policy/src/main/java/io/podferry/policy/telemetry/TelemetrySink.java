package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;

/**
 * Takes in what changed in the cluster. Nodes and pods are told by handles, so that the frequent
 * calls carry primitives only. A handle is valid until the node or pod is told to be gone, and may
 * be given to another one later.
 *
 * <p>Bad values (negative, older than what is known, of a time to come) are left out and counted;
 * they never raise an exception. Not thread-safe: to be called from within {@link
 * TelemetryFeed#deliver} only.
 */
public interface TelemetrySink {
    /** The handle of a node, admitted when it is new. */
    int node(NodeName name);

    /**
     * A sample of a node.
     *
     * @param usable bytes that pods may use together
     * @param memory bytes in use that cannot be reclaimed
     * @param atMillis when it was read, milliseconds since 1970
     * @param pressure PSI memory "some avg10" in percent, NaN where the kernel does not tell
     * @param schedulable whether new pods may be placed here
     */
    void nodeSample(
            int node,
            long usable,
            long memory,
            long atMillis,
            double pressure,
            boolean schedulable);

    /** The node has left the cluster. */
    void nodeGone(int node);

    /**
     * Admits a pod, or changes the facts of a known one (same UID), and takes its sample in.
     *
     * @return its handle
     */
    int pod(PodSnapshot pod);

    /**
     * A sample of a pod: the frequent call.
     *
     * @param memory bytes that cannot be reclaimed
     * @param atMillis when it was read, milliseconds since 1970
     */
    void podSample(int pod, long memory, long atMillis);

    /** The pod is not in the cluster any more. */
    void podGone(int pod);
}
