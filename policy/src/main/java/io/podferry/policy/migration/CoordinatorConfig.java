package io.podferry.policy.migration;

import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * Limits and waiting times of the coordinator. The limits bind the policy only; an operator is
 * refused nothing but a second move of a pod that already moves.
 *
 * @param movesPerSource moves that may leave one node at the same time, 1 or more
 * @param movesPerTarget moves that may enter one node at the same time, 1 or more
 * @param movesPerCluster moves at the same time, however large the cluster, 1 or more
 * @param movesPerHundredNodes likewise, for every hundred nodes; a cluster of any size may have 2.
 *     What really limits moves is a link and a target's memory, so this is only a brake on mass
 *     movements
 * @param coolDown how long a pod stays where it is after a move, or after one was given up
 * @param returnBan how long a pod may not go back to a node it was moved away from
 * @param preflightTimeout longest wait for both preflights
 * @param holdTimeout longest wait for the target to hold memory
 * @param shipTimeout longest stay in each state of dump and transfer, plus {@code perGibibyte}
 * @param prepareTimeout longest wait for the held clone and the source's promise, plus {@code
 *     perGibibyte}
 * @param perGibibyte added to the two above for every GiB of the pod
 * @param retryAfter first wait before a step is asked again where giving up is not legal; doubles
 *     up to {@code retryAtMost}
 * @param retryAtMost longest such wait
 * @param keep how long the checkpoint is kept after the clone runs
 */
public record CoordinatorConfig(
        int movesPerSource,
        int movesPerTarget,
        int movesPerCluster,
        int movesPerHundredNodes,
        Duration coolDown,
        Duration returnBan,
        Duration preflightTimeout,
        Duration holdTimeout,
        Duration shipTimeout,
        Duration prepareTimeout,
        Duration perGibibyte,
        Duration retryAfter,
        Duration retryAtMost,
        Duration keep) {
    public static final CoordinatorConfig DEFAULT =
            new CoordinatorConfig(
                    1,
                    1,
                    1000,
                    25,
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3));

    public CoordinatorConfig {
        if (movesPerSource < 1
                || movesPerTarget < 1
                || movesPerCluster < 1
                || movesPerHundredNodes < 1) {
            throw new IllegalArgumentException(
                    "limits on concurrent moves must be at least 1, but are %d per source, %d per target, %d per cluster, %d per hundred nodes. Maybe use the policy 'none' to forbid moves?"
                            .formatted(
                                    movesPerSource,
                                    movesPerTarget,
                                    movesPerCluster,
                                    movesPerHundredNodes));
        }
    }

    /** Moves at the same time in a cluster of so many nodes. */
    int movesAmong(int nodes) {
        long share = Math.ceilDiv((long) movesPerHundredNodes * nodes, 100L);
        return (int) Math.min(movesPerCluster, Math.max(2, share));
    }

    /** The wait before try number {@code attempts + 1}. */
    Duration backOff(int attempts) {
        Duration wait = retryAfter.multipliedBy(1L << Math.min(attempts, 20));
        return wait.compareTo(retryAtMost) < 0 ? wait : retryAtMost;
    }

    /** {@code base} plus the allowance for the pod's size. */
    Duration scaled(Duration base, DataSize size) {
        return base.plusMillis(Math.round(perGibibyte.toMillis() * size.gibibytes()));
    }
}
