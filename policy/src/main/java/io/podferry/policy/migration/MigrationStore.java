package io.podferry.policy.migration;

import java.util.List;
import java.util.Optional;

/**
 * Port: the durable, compare-and-set record of every migration. Not thread-safe unless the adapter
 * says so.
 */
public interface MigrationStore {
    /** All migrations that are not terminal, and the most recent terminal ones, oldest first. */
    List<MigrationRecord> list();

    Optional<MigrationRecord> find(MigrationId id);

    /**
     * Stores {@code next} if the stored version is {@code next.version() - 1} (0: not stored yet).
     * When this returns true the record is durable.
     *
     * @return false when somebody else has stored another version meanwhile
     */
    boolean compareAndSet(MigrationRecord next);
}
