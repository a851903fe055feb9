package io.podferry.simulations.events;

import io.podferry.policy.units.DataSize;
import java.util.Optional;

/**
 * One pod at the time of a node's sample.
 *
 * @param pod name
 * @param memory memory that cannot be reclaimed
 * @param limit the pod's own limit, if it has one
 * @param frozen whether it stands still for a move
 */
public record PodReading(String pod, DataSize memory, Optional<DataSize> limit, boolean frozen) {}
