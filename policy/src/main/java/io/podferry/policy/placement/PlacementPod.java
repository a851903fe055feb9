package io.podferry.policy.placement;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import java.util.Optional;

/**
 * A pod that needs a node.
 *
 * @param name for people
 * @param current where it runs now; empty for a new pod
 * @param memory what it takes from the start
 * @param expected median of what it will take at the horizon
 */
public record PlacementPod(
        String name, Optional<NodeName> current, DataSize memory, DataSize expected) {}
