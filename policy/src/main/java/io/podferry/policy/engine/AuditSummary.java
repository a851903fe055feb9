package io.podferry.policy.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * How good the warnings were so far. A warning is an unbroken time in which the lead rule said of a
 * node that it is time to act.
 *
 * @param hits warnings after which the node ran out of memory
 * @param falseAlarms warnings that passed without a move and without exhaustion
 * @param averted warnings that a move ended: nobody knows what would have come
 * @param misses exhaustions without a warning
 * @param medianLead median time from a warning to the exhaustion; absent without a hit
 */
public record AuditSummary(
        long hits, long falseAlarms, long averted, long misses, Optional<Duration> medianLead) {
    /** Nothing is known. */
    public static final AuditSummary NONE = new AuditSummary(0, 0, 0, 0, Optional.empty());

    /** Share of the judged warnings that came true; absent before the first one. */
    public Optional<Double> precision() {
        return share(hits, falseAlarms);
    }

    /** Share of the exhaustions that were warned of; absent before the first one. */
    public Optional<Double> recall() {
        return share(hits, misses);
    }

    private static Optional<Double> share(long good, long bad) {
        return good + bad == 0 ? Optional.empty() : Optional.of((double) good / (good + bad));
    }
}
