package io.podferry.agent.api;

import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.StepStatus;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@link StepStatus} on the wire.
 *
 * @param status pending, done or failed
 * @param version grows with every change, for waiting on the next one
 * @param detail for people; the reason when failed
 * @param reached a state passed on the way, or null
 * @param rootHash of the verified checkpoint, or null
 * @param facts figures, keys as in {@link io.podferry.policy.migration.MigrationFacts}
 */
public record StepReport(
        String status,
        long version,
        String detail,
        @Nullable String reached,
        @Nullable String rootHash,
        Map<String, Long> facts) {

    public static StepReport of(StepStatus status, long version) {
        return switch (status) {
            case StepStatus.Pending pending ->
                    new StepReport(
                            "pending",
                            version,
                            pending.detail(),
                            pending.reached().map(MigrationState::name).orElse(null),
                            null,
                            pending.facts());
            case StepStatus.Done done ->
                    new StepReport(
                            "done", version, "", null, done.rootHash().orElse(null), done.facts());
            case StepStatus.Failed failed ->
                    new StepReport("failed", version, failed.reason(), null, null, Map.of());
        };
    }

    public StepStatus toStatus() {
        return switch (status) {
            case "done" -> new StepStatus.Done(Optional.ofNullable(rootHash), facts);
            case "failed" -> new StepStatus.Failed(detail);
            default ->
                    new StepStatus.Pending(
                            detail,
                            Optional.ofNullable(reached).map(MigrationState::valueOf),
                            facts);
        };
    }
}
