package io.podferry.policy.migration;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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
}
