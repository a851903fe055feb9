package io.podferry.policy.migration;

import java.util.Map;
import java.util.Optional;

/** How far an agent is with a step. */
public sealed interface StepStatus {
    /**
     * Not finished, or the agent could not be asked. {@code detail} tells people; {@code reached}
     * names a state passed on the way.
     */
    record Pending(String detail, Optional<MigrationState> reached, Map<String, Long> facts)
            implements StepStatus {
        public static Pending unknown(String detail) {
            return new Pending(detail, Optional.empty(), Map.of());
        }
    }

    /** Done; {@code rootHash} is present when the step produced a verified checkpoint. */
    record Done(Optional<String> rootHash, Map<String, Long> facts) implements StepStatus {}

    /**
     * Refused or failed for good; asking the same again would fail again.
     *
     * @param reason what was wrong, with the value, and what to do
     */
    record Failed(String reason) implements StepStatus {}
}
