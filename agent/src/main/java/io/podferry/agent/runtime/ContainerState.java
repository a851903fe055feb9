package io.podferry.agent.runtime;

import java.time.Instant;

/** Whether a container lives, and why not. */
public sealed interface ContainerState {
    /**
     * Made, but its program was never started here: a clone that has not arrived, or a start that
     * was interrupted.
     */
    record Created() implements ContainerState {}

    /**
     * Its init process lives.
     *
     * @param initPid process id seen from the machine
     * @param startTicks start time of that process in clock ticks since boot; together they are its
     *     identity
     */
    record Running(int initPid, long startTicks) implements ContainerState {}

    /**
     * The kernel killed it for memory.
     *
     * @param at when it was seen dead
     * @param memoryBytes its memory at its last reading, or at its limit
     */
    record OomKilled(Instant at, long memoryBytes) implements ContainerState {}

    /**
     * It ended otherwise.
     *
     * @param at when it was seen dead
     * @param reason for people: exit status or signal, or who ended it
     */
    record Exited(Instant at, String reason) implements ContainerState {}
}
