package io.podferry.cli.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the engine sees it.
 *
 * @param uid identity of this incarnation
 * @param previousUid the incarnation it continues
 * @param name name for people, unique among the cluster's pods
 * @param node where it is
 * @param address IPv4 address in the cluster's network, empty while it has none
 * @param state Starting, Running, Moving, OOMKilled, Exited or Lost
 * @param exitReason what ended it, null while it lives
 * @param memoryBytes memory that cannot be reclaimed
 * @param limitBytes sum of its containers' limits, null when one has none
 * @param startedAtEpochMillis when its work began; a clone keeps that of its source
 * @param diedAtEpochMillis when it was seen dead, null while it lives
 * @param restarts how often it began again from nothing
 * @param workloadClass class whose growth history it shares
 * @param labels the user's labels
 * @param obstacles why it cannot be moved
 * @param growthBytesPerSecond growth that the engine recognises, null when unknown
 * @param forecastBytes median of its memory at the horizon, null when unknown
 */
public record PodView(
        String uid,
        @Nullable String previousUid,
        String name,
        String node,
        String address,
        String state,
        @Nullable String exitReason,
        long memoryBytes,
        @Nullable Long limitBytes,
        long startedAtEpochMillis,
        @Nullable Long diedAtEpochMillis,
        int restarts,
        String workloadClass,
        Map<String, String> labels,
        List<String> obstacles,
        @Nullable Double growthBytesPerSecond,
        @Nullable Long forecastBytes) {

    /** Whether its processes exist. */
    public boolean live() {
        return state.equals("Running") || state.equals("Moving");
    }
}
