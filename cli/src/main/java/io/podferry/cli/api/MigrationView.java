package io.podferry.cli.api;

import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A migration, with the newest figures of the agents.
 *
 * @param id of the migration
 * @param version grows with every change, for waiting on the next one
 * @param pod name of the source
 * @param cloneName name of the clone, usually the same
 * @param podUid source incarnation
 * @param cloneUid incarnation to be
 * @param source node it leaves
 * @param target node it goes to
 * @param state where it stands
 * @param detail what the running step tells people; may be empty
 * @param sizeBytes memory of the pod when the move was planned
 * @param reason why
 * @param requestedBy policy or operator
 * @param createdAtEpochMillis when it was planned
 * @param stateSinceEpochMillis when the state was entered
 * @param abortReason why it was given up, null when it was not
 * @param facts figures, keys as in {@link MigrationFacts}
 */
public record MigrationView(
        String id,
        long version,
        String pod,
        String cloneName,
        String podUid,
        String cloneUid,
        String source,
        String target,
        MigrationState state,
        String detail,
        long sizeBytes,
        String reason,
        String requestedBy,
        long createdAtEpochMillis,
        long stateSinceEpochMillis,
        @Nullable String abortReason,
        Map<String, Long> facts) {

    /** A figure, when an agent has reported it. */
    public OptionalLong fact(String key) {
        Long value = facts.get(key);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Whether the clone executes. */
    public boolean cloneRuns() {
        return state == MigrationState.RUNNING || state == MigrationState.DONE;
    }
}
