package io.podferry.simulations.explore;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One run: planned crashes, and with {@code chaos} whatever the seed draws.
 *
 * @param seed of all chance in the run
 * @param faults crashes at points
 * @param chaos whether messages, disks, reads, clocks and processes misbehave by chance
 * @param bug the planted mistake
 */
public record Plan(long seed, List<Fault> faults, boolean chaos, Bug bug) {
    public Plan {
        faults = List.copyOf(faults);
    }

    /** The command that replays this run. */
    public String command() {
        StringBuilder text = new StringBuilder("podferry explore --replay ").append(seed);
        if (!faults.isEmpty()) {
            text.append(" --fault ")
                    .append(faults.stream().map(Fault::text).collect(Collectors.joining(",")));
        }
        if (chaos) {
            text.append(" --chaos");
        }
        if (bug != Bug.NONE) {
            text.append(" --bug ").append(bug.label());
        }
        return text.toString();
    }
}
