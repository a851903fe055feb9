package io.podferry.policy.migration;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;

/** A wish to move a pod, from the policy or from a person. */
public record MigrationRequest(
        PodUid podUid,
        String podName,
        String cloneName,
        NodeName source,
        NodeName target,
        DataSize size,
        String reason,
        String requestedBy) {}
