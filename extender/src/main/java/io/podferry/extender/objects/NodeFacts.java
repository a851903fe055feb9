package io.podferry.extender.objects;

import io.podferry.policy.units.DataSize;
import java.util.Optional;

/**
 * What matters of a node object.
 *
 * @param name empty when the node has none
 * @param cordoned whether it is marked as unschedulable
 * @param ready whether its Ready condition is true
 * @param allocatable memory for pods, absent when the node does not tell
 * @param address its first internal address, by which its agent is reached
 */
public record NodeFacts(
        String name,
        boolean cordoned,
        boolean ready,
        Optional<DataSize> allocatable,
        Optional<String> address) {
    /** A node that does not tell its address. */
    public NodeFacts(String name, boolean cordoned, boolean ready, Optional<DataSize> allocatable) {
        this(name, cordoned, ready, allocatable, Optional.empty());
    }
}
