package io.podferry.simulations.world;

import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * The cluster and its conditions.
 *
 * @param nodes number of nodes, 1 or more
 * @param nodeMemory usable memory of each
 * @param moveSecondsPerGb time a move takes per 10^9 bytes when it has its links for itself
 * @param moveFixed time a move takes besides
 * @param failingMoves share of the moves that fail on their way, 0 to 1
 * @param samplePeriod time between two samples of a pod's memory
 * @param sampleDelay age of a sample when the engine sees it
 * @param sampleGaps share of the samples that are lost, 0 to 1
 * @param decideEvery time between two ticks of the engine
 * @param step longest time between two looks of the kernel at a node
 * @param swap swap of each node; zero for none
 * @param evictionThreshold free memory below which the kubelet evicts; zero for never
 * @param judgeEvery time between two comparisons of forecasts with what comes; zero for none
 */
public record RunConfig(
        int nodes,
        DataSize nodeMemory,
        double moveSecondsPerGb,
        Duration moveFixed,
        double failingMoves,
        Duration samplePeriod,
        Duration sampleDelay,
        double sampleGaps,
        Duration decideEvery,
        Duration step,
        DataSize swap,
        DataSize evictionThreshold,
        Duration judgeEvery) {
    /** 16 nodes of 320 GiB; moves at 2.4 s/GB; samples every 15 s, 1 s old. */
    public static final RunConfig DEFAULT =
            new RunConfig(
                    16,
                    DataSize.ofGibibytes(320),
                    2.4,
                    Duration.ofMillis(500),
                    0,
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(1),
                    0,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    DataSize.ZERO,
                    DataSize.ofMebibytes(100),
                    Duration.ofSeconds(60));

    public RunConfig {
        require(nodes >= 1, "nodes must be 1 or more, not " + nodes);
        require(nodeMemory.bytes() > 0, "node memory must be more than 0");
        require(
                moveSecondsPerGb >= 0 && moveSecondsPerGb < 1e6,
                "move seconds per GB must be 0 to 1000000, not " + moveSecondsPerGb);
        require(
                failingMoves >= 0 && failingMoves <= 1,
                "the share of failing moves must be 0 to 1, not " + failingMoves);
        require(
                sampleGaps >= 0 && sampleGaps < 1,
                "the share of lost samples must be 0 or more and less than 1, not " + sampleGaps);
        require(
                samplePeriod.toMillis() >= 100,
                "samples must be 0.1 s or more apart, not " + samplePeriod);
        require(
                !sampleDelay.isNegative(),
                "the delay of samples must not be negative: " + sampleDelay);
        require(
                decideEvery.toMillis() >= 100,
                "decisions must be 0.1 s or more apart, not " + decideEvery);
        require(step.toMillis() >= 10, "the step must be 10 ms or more, not " + step);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
