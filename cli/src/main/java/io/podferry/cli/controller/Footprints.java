package io.podferry.cli.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.pods.PodActions;
import io.podferry.extender.pods.PodShape;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What agents must know of the pod objects of each migration, read once by this process and from
 * whichever of the two pods is there. Thread-safe.
 */
final class Footprints {
    private final PodActions pods;
    private final Map<MigrationId, Footprint> known = new ConcurrentHashMap<>();

    Footprints(PodActions pods) {
        this.pods = pods;
    }

    /** Remembers both objects. */
    void put(MigrationRecord record, ObjectNode source, ObjectNode clone) {
        known.put(
                record.id(),
                new Footprint(PodShape.of(source), Optional.of(PodActions.uid(clone))));
    }

    /** What is known by now. */
    Footprint get(MigrationRecord record) {
        return known.getOrDefault(record.id(), Footprint.UNKNOWN);
    }

    /** Reads what is not known yet. */
    Footprint read(MigrationRecord record) throws IOException {
        Footprint before = known.get(record.id());
        if (before != null && before.cloneUid().isPresent()) {
            return before;
        }
        Optional<ObjectNode> source = pods.source(record);
        Optional<ObjectNode> clone = pods.clone(record);
        Optional<ObjectNode> either = source.or(() -> clone);
        if (either.isEmpty()) {
            return before == null ? Footprint.UNKNOWN : before;
        }
        Footprint found = new Footprint(PodShape.of(either.get()), clone.map(PodActions::uid));
        known.put(record.id(), found);
        return found;
    }

    void forget(MigrationId id) {
        known.remove(id);
    }
}
