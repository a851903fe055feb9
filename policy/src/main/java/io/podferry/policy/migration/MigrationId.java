package io.podferry.policy.migration;

/** Identity of one migration, unique for ever. */
public record MigrationId(String value) implements Comparable<MigrationId> {
    @Override
    public int compareTo(MigrationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
