package io.podferry.policy.cluster;

import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What is known of one node at one time.
 *
 * @param name identity
 * @param usable memory that pods may use together before the kernel (or kubelet) kills one
 * @param memory memory in use by pods that cannot be reclaimed
 * @param sampledAt when {@code memory} was read on the node; a stale sample means "unknown", never
 *     "fine"
 * @param pressureSome10 PSI memory "some avg10" in percent, absent where the kernel does not tell
 * @param schedulable whether new pods may be placed here (not cordoned, its agent answers)
 */
public record NodeSnapshot(
        NodeName name,
        DataSize usable,
        DataSize memory,
        Instant sampledAt,
        OptionalDouble pressureSome10,
        boolean schedulable) {
    /** Memory that is not in use; zero when the node is over its usable memory. */
    public DataSize headroom() {
        return usable.minusOrZero(memory);
    }
}
