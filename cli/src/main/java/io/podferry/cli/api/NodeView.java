package io.podferry.cli.api;

import org.jspecify.annotations.Nullable;

/**
 * A node as the engine sees it.
 *
 * @param name of the node
 * @param address of its agent
 * @param answering whether its agent answers
 * @param sampledAtEpochMillis when it was read; 0 when it has never been
 * @param usableBytes limit of all its pods together
 * @param memoryBytes memory of its pods that cannot be reclaimed
 * @param reservedBytes memory promised to clones on their way
 * @param pressureSome10 PSI memory some avg10 in percent, null where the kernel does not tell
 * @param forecast null until the first one
 */
public record NodeView(
        String name,
        String address,
        boolean answering,
        long sampledAtEpochMillis,
        long usableBytes,
        long memoryBytes,
        long reservedBytes,
        @Nullable Double pressureSome10,
        @Nullable Forecast forecast) {

    /**
     * What the engine expects of the node.
     *
     * @param horizonMillis how far the figures look ahead
     * @param q10Bytes 10 % quantile of the usage at the horizon
     * @param q50Bytes median of it
     * @param q90Bytes 90 % quantile of it
     * @param exhaustionProbability share of the futures that run out within the horizon, 0 to 1
     * @param exhaustedIn05Millis time that 5 % of the futures run out before, null when fewer do
     * @param exhaustedIn50Millis likewise for half of them
     * @param stale whether the samples are too old to act on
     */
    public record Forecast(
            long horizonMillis,
            long q10Bytes,
            long q50Bytes,
            long q90Bytes,
            double exhaustionProbability,
            @Nullable Long exhaustedIn05Millis,
            @Nullable Long exhaustedIn50Millis,
            boolean stale) {}
}
