package io.podferry.cli.engine;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.cli.api.PodView;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.placement.Placement;
import io.podferry.policy.placement.PlacementPod;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.units.DataSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Chooses nodes with the very code that the scheduler extender answers with. Thread-safe. */
final class Placer {
    /** What a pod of unknown needs takes at least. */
    private static final DataSize SMALLEST = DataSize.ofMebibytes(16);

    private final AgentTelemetry telemetry;
    private final Views views;
    private final PlacementService placement = PlacementService.standard();

    Placer(AgentTelemetry telemetry, Views views) {
        this.telemetry = telemetry;
        this.views = views;
    }

    /** A node for a new pod; what it will take is guessed from its limits. */
    String forNew(PodSpec spec) {
        DataSize limit =
                spec.containers().stream()
                        .map(ContainerSpec::memoryLimitBytes)
                        .map(bytes -> bytes == null ? SMALLEST : DataSize.ofBytes(bytes))
                        .reduce(DataSize.ZERO, DataSize::plus);
        return best(new PlacementPod(spec.name(), Optional.empty(), SMALLEST, limit));
    }

    /** Another node for a pod that runs. */
    String forMove(PodView pod) {
        DataSize memory = DataSize.ofBytes(pod.memoryBytes());
        Long forecast = pod.forecastBytes();
        DataSize expected =
                forecast == null ? memory : DataSize.ofBytes(Math.max(pod.memoryBytes(), forecast));
        return best(
                new PlacementPod(
                        pod.name(), Optional.of(new NodeName(pod.node())), memory, expected));
    }

    private String best(PlacementPod pod) {
        TickReport tick =
                views.lastTick()
                        .orElseThrow(() ->
                                new ApiRefusal(
                                        409,
                                        "no node has been seen yet. Maybe try again in a second?"));
        Map<NodeName, DataSize> reserved = new TreeMap<>();
        for (NodeReport report : telemetry.reports()) {
            reserved.put(new NodeName(report.node()), DataSize.ofBytes(report.reservedBytes()));
        }
        Placement answer =
                placement.place(
                        pod, PlacementService.outlooks(tick.cluster(), tick.risks(), reserved));
        if (answer.ranked().isEmpty()) {
            List<String> reasons =
                    answer.rejected().entrySet().stream()
                            .map(e ->
                                    e.getValue().stream().map(NodeName::value).toList()
                                            + ": "
                                            + e.getKey())
                            .toList();
            throw new ApiRefusal(
                    409,
                    "no node can take '%s' (%s): %s. Remove a pod, or name a node to decide yourself."
                            .formatted(pod.name(), pod.memory(), String.join("; ", reasons)));
        }
        return answer.ranked().getFirst().node().value();
    }
}
