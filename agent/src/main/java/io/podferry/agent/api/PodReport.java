package io.podferry.agent.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pod as its agent sees it.
 *
 * @param uid identity of this incarnation
 * @param previousUid the incarnation it was cloned from
 * @param name name for people
 * @param address IPv4 address in the cluster's network
 * @param workloadClass class whose growth history it shares
 * @param labels the user's labels
 * @param state one of Running, Moving, OOMKilled, Exited
 * @param exitReason what ended it, null while it lives
 * @param memoryBytes memory that cannot be reclaimed
 * @param limitBytes sum of its containers' limits, null when one has none
 * @param startedAtEpochMillis when its work began
 * @param diedAtEpochMillis when it was seen dead, null while it lives
 * @param obstacles why it cannot be moved
 */
public record PodReport(
        String uid,
        @Nullable String previousUid,
        String name,
        String address,
        String workloadClass,
        Map<String, String> labels,
        String state,
        @Nullable String exitReason,
        long memoryBytes,
        @Nullable Long limitBytes,
        long startedAtEpochMillis,
        @Nullable Long diedAtEpochMillis,
        List<String> obstacles) {}
