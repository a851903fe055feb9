package io.podferry.simulations.run;

import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps records in memory; ended ones are forgotten after a while. Not thread-safe. */
public final class MemoryMigrationStore implements MigrationStore {
    private static final int KEPT = 4096;

    private final Map<MigrationId, MigrationRecord> records = new LinkedHashMap<>();

    @Override
    public List<MigrationRecord> list() {
        return List.copyOf(records.values());
    }

    @Override
    public Optional<MigrationRecord> find(MigrationId id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public boolean compareAndSet(MigrationRecord next) {
        MigrationRecord now = records.get(next.id());
        if ((now == null ? 0 : now.version()) != next.version() - 1) {
            return false;
        }
        records.put(next.id(), next);
        if (records.size() > 2 * KEPT) {
            records.values().removeIf(old -> records.size() > KEPT && old.state().terminal());
        }
        return true;
    }
}
