package io.podferry.simulations.events;

import io.podferry.policy.cluster.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of a run. The first seven components carry the names that machine-readable summaries
 * use.
 *
 * @param policy name of the policy
 * @param kills pods killed by the kernel
 * @param lostWorkSeconds working time lost by kills
 * @param moves completed migrations
 * @param bytesMoved bytes shipped by completed migrations
 * @param downtimeMillis one figure per completed migration, in order of completion
 * @param countersContinuous whether no counter ever lost or repeated a number
 * @param requests answered requests to counters; continuity of none proves nothing
 * @param abortedMoves migrations that were given up; their pods ran on at the source
 * @param killed every kill
 * @param forecasts the forecasts of exhaustion against what happened
 */
public record RunResult(
        String policy,
        int kills,
        double lostWorkSeconds,
        int moves,
        long bytesMoved,
        List<Long> downtimeMillis,
        boolean countersContinuous,
        long requests,
        int abortedMoves,
        List<Kill> killed,
        List<ForecastOutcome> forecasts) {
    public RunResult {
        downtimeMillis = List.copyOf(downtimeMillis);
        killed = List.copyOf(killed);
        forecasts = List.copyOf(forecasts);
    }

    /** One kill. */
    public record Kill(String pod, NodeName node, Duration at, Duration lostWork) {}

    /**
     * The first near warning of one episode of danger on a node, and how the episode ended.
     *
     * @param node the endangered node
     * @param warnedAt when exhaustion was first forecast to be near
     * @param forecastAt when the node was to be out of memory, as said then
     * @param killedAt when the kernel killed for want of memory there; absent when it never had to
     * @param movedAway whether a pod left the node in the meantime; without one, an episode without
     *     a kill was a false alarm
     */
    public record ForecastOutcome(
            NodeName node,
            Duration warnedAt,
            Duration forecastAt,
            Optional<Duration> killedAt,
            boolean movedAway) {}
}
