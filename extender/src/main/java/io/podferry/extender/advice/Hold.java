package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.units.DataSize;
import java.util.Optional;

/**
 * A migration that waits for its clone: the one node that may take it.
 *
 * @param id of the migration
 * @param sourceUid the pod that moves
 * @param sourceName "namespace/name" of it
 * @param cloneUid the clone, where its UID is chosen by us
 * @param owner UID of the controller whose next pod is the clone
 * @param target the held node
 * @param size memory that is promised
 * @param exact whether only the pod with the clone's UID is meant
 */
public record Hold(
        String id,
        String sourceUid,
        String sourceName,
        String cloneUid,
        Optional<String> owner,
        String target,
        DataSize size,
        boolean exact) {
    /** A hold for whatever pod continues the source. */
    public Hold(
            String id,
            String sourceUid,
            String sourceName,
            String cloneUid,
            Optional<String> owner,
            String target,
            DataSize size) {
        this(id, sourceUid, sourceName, cloneUid, owner, target, size, false);
    }

    /**
     * The hold of a migration under way.
     *
     * @param owner UID of the controller that was made to replace the source
     */
    public static Hold of(MigrationRecord record, Optional<String> owner) {
        return new Hold(
                record.id().value(),
                record.podUid().value(),
                record.podName(),
                record.cloneUid().value(),
                owner,
                record.target().value(),
                record.size());
    }

    /** All pods of a controller wait until one of them is known to be the clone. */
    public static Hold expecting(MigrationRecord record, String owner) {
        return new Hold(
                record.id().value(),
                record.podUid().value(),
                record.podName(),
                record.cloneUid().value(),
                Optional.of(owner),
                "",
                record.size());
    }

    /** The hold of a migration whose clone is a certain pod object. */
    public static Hold ofClone(MigrationRecord record, String podUid) {
        return new Hold(
                record.id().value(),
                record.podUid().value(),
                record.podName(),
                podUid,
                Optional.empty(),
                record.target().value(),
                record.size(),
                true);
    }

    /** Whether the pod is the clone that this migration waits for. */
    public boolean isFor(PodFacts pod) {
        String uid = pod.uid().orElse("");
        if (uid.equals(sourceUid)) {
            return false;
        }
        if (exact) {
            return uid.equals(cloneUid);
        }
        return uid.equals(cloneUid)
                || pod.cloneOf().filter(sourceName::equals).isPresent()
                || (owner.isPresent() && pod.owner().map(PodFacts.Owner::uid).equals(owner));
    }
}
