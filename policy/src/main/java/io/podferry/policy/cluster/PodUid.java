package io.podferry.policy.cluster;

/** Identity of one incarnation of a pod. A clone has a UID of its own; names are for people. */
public record PodUid(String value) implements Comparable<PodUid> {
    public PodUid {
        if (value.isBlank()) {
            throw new IllegalArgumentException("pod UID must not be blank");
        }
    }

    @Override
    public int compareTo(PodUid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
