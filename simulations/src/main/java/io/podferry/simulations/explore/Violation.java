package io.podferry.simulations.explore;

import java.util.List;

/**
 * An invariant that did not hold.
 *
 * @param plan the run
 * @param atMillis when, in simulated time
 * @param invariant which one, and how it was broken
 * @param history the last events before
 */
public record Violation(Plan plan, long atMillis, String invariant, List<String> history) {
    public Violation {
        history = List.copyOf(history);
    }

    /** What happened and how to see it again. */
    public String explain() {
        return "%s%n  after %.3f s, in: %s%n  %s%n"
                .formatted(invariant, atMillis / 1e3, plan.command(), String.join("\n  ", history));
    }
}
