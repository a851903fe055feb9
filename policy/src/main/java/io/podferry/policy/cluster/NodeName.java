package io.podferry.policy.cluster;

/** Name of a node, unique in its cluster. */
public record NodeName(String value) implements Comparable<NodeName> {
    public NodeName {
        if (value.isBlank()) {
            throw new IllegalArgumentException("node name must not be blank");
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
