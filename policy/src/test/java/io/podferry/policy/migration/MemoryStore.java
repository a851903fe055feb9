package io.podferry.policy.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory, with the compare-and-set of the real ones. */
public final class MemoryStore implements MigrationStore {
    private final Map<MigrationId, MigrationRecord> records = new LinkedHashMap<>();
    private final List<MigrationRecord> history = new ArrayList<>();

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
        MigrationRecord stored = records.get(next.id());
        if ((stored == null ? 0 : stored.version()) != next.version() - 1) {
            return false;
        }
        records.put(next.id(), next);
        history.add(next);
        return true;
    }

    /** Every version ever stored, oldest first. */
    public List<MigrationRecord> history() {
        return history;
    }
}
