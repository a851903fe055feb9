package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * A move that a policy wants.
 *
 * @param size the pod's expected size when the move starts
 * @param expectedDuration upper quantile of the learned duration
 * @param reason one sentence for people
 */
public record PlannedMove(
        PodUid podUid,
        String podName,
        NodeName source,
        NodeName target,
        DataSize size,
        Duration expectedDuration,
        String reason)
        implements Action {}
