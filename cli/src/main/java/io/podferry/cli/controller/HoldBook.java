package io.podferry.cli.controller;

import io.podferry.extender.advice.Hold;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Clones that may be scheduled to their targets now: the extender's answer. Thread-safe. */
final class HoldBook {
    private final Map<MigrationId, Hold> holds = new ConcurrentHashMap<>();

    void add(MigrationRecord record, String podUid) {
        holds.put(record.id(), Hold.ofClone(record, podUid));
    }

    /** Until the clone is known no pod of its controller may be scheduled. */
    void expect(MigrationRecord record, String owner) {
        holds.putIfAbsent(record.id(), Hold.expecting(record, owner));
    }

    void remove(MigrationId id) {
        holds.remove(id);
    }

    List<Hold> list() {
        return List.copyOf(holds.values());
    }
}
