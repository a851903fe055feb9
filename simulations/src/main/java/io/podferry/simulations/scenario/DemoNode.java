package io.podferry.simulations.scenario;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;

/**
 * A node to play.
 *
 * @param name identity
 * @param usable memory that its pods may have together; one byte more and the kernel kills a pod
 */
public record DemoNode(NodeName name, DataSize usable) {}
