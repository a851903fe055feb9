package io.podferry.agent.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a node and its pods.
 *
 * @param node name
 * @param sequence grows with every reading of this agent process
 * @param sampledAtEpochMillis wall clock of the node when it was read
 * @param usableBytes memory limit of all pods together
 * @param memoryBytes memory of all pods that cannot be reclaimed
 * @param reservedBytes memory promised to clones that are on their way
 * @param pressureSome10 PSI memory some avg10 in percent, null where the kernel does not tell
 * @param schedulable whether the agent takes new pods
 * @param pods all pods the agent knows, dead ones until they are removed
 */
public record NodeReport(
        String node,
        long sequence,
        long sampledAtEpochMillis,
        long usableBytes,
        long memoryBytes,
        long reservedBytes,
        @Nullable Double pressureSome10,
        boolean schedulable,
        List<PodReport> pods) {}
