package io.podferry.policy.plan;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.risk.Futures;
import io.podferry.policy.risk.InFlight;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything a policy may look at.
 *
 * @param cluster the picture, with the time of the tick
 * @param forecasts per pod
 * @param futures per node, and what they would be if a pod went or came
 * @param inFlight moves under way
 * @param dueBefore in how many of the last ticks the lead rule said "due", per node
 * @param durations how long moves take
 * @param placement where pods may go
 * @param tickInterval usual time from one look to the next
 * @param staleAfter age from which a sample counts as unknown
 * @param admission what the coordinator would object to
 */
public record PlanningInput(
        ClusterSnapshot cluster,
        Map<PodUid, PodForecast> forecasts,
        Futures futures,
        List<InFlight> inFlight,
        Map<NodeName, Integer> dueBefore,
        DurationModel durations,
        PlacementService placement,
        Duration tickInterval,
        Duration staleAfter,
        Admission admission) {
    /**
     * The forecast of a pod of the picture.
     *
     * @throws IllegalArgumentException when there is none
     */
    PodForecast forecast(PodUid uid) {
        PodForecast forecast = forecasts.get(uid);
        if (forecast == null) {
            throw new IllegalArgumentException(
                    "no forecast for pod " + uid + ". Maybe the forecaster left pods out?");
        }
        return forecast;
    }
}
