package io.podferry.policy.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How often the engine is ticked, learned from the ticks. Not thread-safe. */
final class Pace {
    private static final double FIRST_SECONDS = 1;
    private static final double LEARNING = 0.2;
    private static final double LONGEST_SECONDS = 300;

    private double seconds = FIRST_SECONDS;
    private @Nullable Instant last;

    /** Notes a tick; the usual time from tick to tick. A clock that steps back is left out. */
    Duration interval(Instant now) {
        if (last != null && now.isAfter(last)) {
            double passed = Math.min(LONGEST_SECONDS, Duration.between(last, now).toMillis() / 1e3);
            seconds += LEARNING * (passed - seconds);
        }
        last = now;
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }
}
