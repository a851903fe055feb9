package io.podferry.policy.migration;

import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the coordinator remembers of the steps of one migration; lost with the process. */
final class Progress {
    final Map<String, Long> facts = new TreeMap<>();
    Optional<String> rootHash = Optional.empty();
    private final Map<Step, Instant> asked = new EnumMap<>(Step.class);
    private final Set<Step> done = EnumSet.noneOf(Step.class);
    private @Nullable MigrationState state;
    private Instant notBefore = Instant.MIN;

    /** A step that goes on in the next state is not asked again. */
    void enter(MigrationState entered) {
        if (state != entered) {
            state = entered;
            notBefore = Instant.MIN;
        }
    }

    boolean waits(Instant now) {
        return now.isBefore(notBefore);
    }

    /** Whether the step must be asked now because it has not been yet. */
    boolean start(Step step, Instant now) {
        return asked.putIfAbsent(step, now) == null;
    }

    void askAgain(Step step, Instant at) {
        asked.remove(step);
        notBefore = at;
    }

    boolean isDone(Step step) {
        return done.contains(step);
    }

    void done(Step step, StepStatus.Done status) {
        done.add(step);
        facts.putAll(status.facts());
        rootHash = status.rootHash().or(() -> rootHash);
    }

    /** Steps asked at or before the given time that are not done. */
    Set<Step> silentSince(Instant time) {
        Set<Step> silent = EnumSet.noneOf(Step.class);
        asked.forEach((step, at) -> {
            if (!done.contains(step) && !at.isAfter(time)) {
                silent.add(step);
            }
        });
        return silent;
    }
}
