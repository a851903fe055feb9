package io.podferry.policy.migration;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is durable about one migration.
 *
 * @param id identity
 * @param version number of the stored version, 1 for the first; the store compares it when it sets
 * @param epoch raised whenever another engine process takes over; every message carries it and
 *     agents refuse older ones
 * @param state where it stands
 * @param podUid the source incarnation
 * @param cloneUid the incarnation to be
 * @param podName name for people
 * @param cloneName name of the clone, usually the same
 * @param source node it leaves
 * @param target node it goes to
 * @param size memory of the pod when the move was planned
 * @param reason why: one sentence for people
 * @param requestedBy "policy" or "operator"
 * @param createdAt when it was planned
 * @param stateSince when the present state was entered
 * @param rootHash root hash of the verified checkpoint, known from SHIPPED on
 * @param abortReason why it was given up, from ABORTING on
 * @param attempts number of tries of the present state's step; grows on retries after COMMITTED
 * @param facts figures reported by the agents: see {@link MigrationFacts} for the keys
 */
public record MigrationRecord(
        MigrationId id,
        long version,
        long epoch,
        MigrationState state,
        PodUid podUid,
        PodUid cloneUid,
        String podName,
        String cloneName,
        NodeName source,
        NodeName target,
        DataSize size,
        String reason,
        String requestedBy,
        Instant createdAt,
        Instant stateSince,
        Optional<String> rootHash,
        Optional<String> abortReason,
        int attempts,
        Map<String, Long> facts) {
    public MigrationRecord {
        facts = Map.copyOf(facts);
    }

    /** The next version of this record, in another state, with more figures. */
    MigrationRecord next(MigrationState state, Instant since, Map<String, Long> moreFacts) {
        return with(epoch, state, since, rootHash, abortReason, 0, moreFacts);
    }

    /** The next version of this record, on its way back. */
    MigrationRecord aborting(String reason, Instant since, Map<String, Long> moreFacts) {
        return with(
                epoch, MigrationState.ABORTING, since, rootHash, Optional.of(reason), 0, moreFacts);
    }

    MigrationRecord withRootHash(Optional<String> hash) {
        return new MigrationRecord(
                id,
                version,
                epoch,
                state,
                podUid,
                cloneUid,
                podName,
                cloneName,
                source,
                target,
                size,
                reason,
                requestedBy,
                createdAt,
                stateSince,
                hash.or(() -> rootHash),
                abortReason,
                attempts,
                facts);
    }

    /** The next version of this record, after one more failed try of the same state. */
    MigrationRecord retried() {
        return with(epoch, state, stateSince, rootHash, abortReason, attempts + 1, Map.of());
    }

    /** The next version of this record, taken over by the engine process of a later epoch. */
    MigrationRecord takenOver(long newEpoch, Instant since) {
        return with(newEpoch, state, since, rootHash, abortReason, 0, Map.of());
    }

    private MigrationRecord with(
            long newEpoch,
            MigrationState newState,
            Instant since,
            Optional<String> newRootHash,
            Optional<String> newAbortReason,
            int newAttempts,
            Map<String, Long> moreFacts) {
        Map<String, Long> merged = new TreeMap<>(facts);
        merged.putAll(moreFacts);
        return new MigrationRecord(
                id,
                version + 1,
                newEpoch,
                newState,
                podUid,
                cloneUid,
                podName,
                cloneName,
                source,
                target,
                size,
                reason,
                requestedBy,
                createdAt,
                since,
                newRootHash,
                newAbortReason,
                newAttempts,
                merged);
    }
}
