package io.podferry.policy.risk;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * A move under way, as far as memory is concerned: it will leave the source and is expected at the
 * target.
 *
 * @param frozen whether the pod stands still already
 * @param remaining expected time until the source's memory is free
 */
public record InFlight(
        PodUid podUid,
        PodUid cloneUid,
        NodeName source,
        NodeName target,
        DataSize size,
        boolean frozen,
        Duration remaining) {}
