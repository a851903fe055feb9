package io.podferry.policy.plan.published;

import java.time.Duration;
import java.time.Instant;

/** A loop that runs once per period, whenever the engine ticks next. Not thread-safe. */
final class Cadence {
    private final Duration period;
    private Instant next = Instant.MIN;

    Cadence(Duration period) {
        this.period = period;
    }

    /** Whether the loop runs now; a clock that steps back starts it afresh. */
    boolean due(Instant now) {
        boolean steppedBack = next.isAfter(now.plus(period));
        if (now.isBefore(next) && !steppedBack) {
            return false;
        }
        next = now.plus(period);
        return true;
    }
}
