package io.podferry.simulations.trace;

import java.util.List;

/**
 * Traces that belong together, ordered by start and name.
 *
 * @param source where they came from, for people
 * @param stepMillis usual time between two samples
 * @param pods all pods, none empty
 * @param notes what was unusual about them and how it was treated
 */
public record TraceSet(String source, long stepMillis, List<PodTrace> pods, List<String> notes) {
    public TraceSet {
        pods = List.copyOf(pods);
        notes = List.copyOf(notes);
    }

    /** Time from the start of the first pod to the end of the last one. */
    public long spanMillis() {
        return pods.stream().mapToLong(p -> p.startMillis() + p.durationMillis()).max().orElse(0);
    }

    /** Number of points of all pods. */
    public long points() {
        return pods.stream().mapToLong(PodTrace::size).sum();
    }
}
