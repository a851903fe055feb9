package io.podferry.simulations.scenario;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Optional;

/**
 * A pod to start.
 *
 * @param name unique in the scenario
 * @param node where it starts
 * @param kind what program runs in it
 * @param workloadClass pods of one class share their growth history
 * @param shape its memory over its own working time, the runtime's own share included
 * @param limit the container's own memory limit, if it has one
 * @param startsAfter time from the beginning of the run to its start
 */
public record DemoPod(
        String name,
        NodeName node,
        Kind kind,
        String workloadClass,
        MemoryShape shape,
        Optional<DataSize> limit,
        Duration startsAfter) {
    /** The programs of the demo. */
    public enum Kind {
        /** Answers every HTTP request with the next number, kept in memory only. */
        COUNTER,
        /** Computes and keeps what it computed. */
        GROWER,
        /** A Java program whose heap fills and is collected. */
        JVM
    }
}
