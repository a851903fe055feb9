package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.risk.Futures;
import io.podferry.policy.risk.InFlight;
import io.podferry.policy.telemetry.ClusterView;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything a policy may look at.
 *
 * @param cluster the cluster, with the time of the tick
 * @param futures forecasts of pods and nodes, and what they would be if a pod went or came
 * @param inFlight moves under way
 * @param dueBefore in how many of the last ticks the lead rule said "due", per node
 * @param durations how long moves take
 * @param placement where pods may go
 * @param tickInterval usual time from one look to the next
 * @param staleAfter age from which a sample counts as unknown
 * @param admission what the coordinator would object to
 */
public record PlanningInput(
        ClusterView cluster,
        Futures futures,
        List<InFlight> inFlight,
        Map<NodeName, Integer> dueBefore,
        DurationModel durations,
        PlacementService placement,
        Duration tickInterval,
        Duration staleAfter,
        Admission admission) {}
