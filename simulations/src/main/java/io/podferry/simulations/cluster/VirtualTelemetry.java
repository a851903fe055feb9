package io.podferry.simulations.cluster;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.simulations.scenario.DemoNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Samples every node once per period and shows a sample only after the delay, as agents that push
 * their reports do. Two nodes' newest samples need not be of the same time.
 */
final class VirtualTelemetry {
    private record Report(NodeSnapshot node, List<PodSnapshot> pods) {}

    private final List<DemoNode> nodes;
    private final Population population;
    private final Duration period;
    private final Duration delay;
    private final Map<NodeName, Deque<Report>> reports = new TreeMap<>();
    private Instant nextSample;

    VirtualTelemetry(
            List<DemoNode> nodes, Population population, Conditions conditions, Instant start) {
        this.nodes = nodes;
        this.population = population;
        this.period = conditions.metricPeriod();
        this.delay = conditions.metricDelay();
        this.nextSample = start;
        nodes.forEach(node -> reports.put(node.name(), new ArrayDeque<>()));
    }

    void advanceTo(Instant now) {
        if (now.isBefore(nextSample)) {
            return;
        }
        for (DemoNode node : nodes) {
            queue(node.name()).addLast(sample(node, now));
        }
        nextSample = nextSample.plus(period);
    }

    ClusterSnapshot snapshot(Instant now) {
        List<NodeSnapshot> seenNodes = new ArrayList<>();
        List<PodSnapshot> seenPods = new ArrayList<>();
        for (DemoNode node : nodes) {
            Deque<Report> queue = queue(node.name());
            while (queue.size() > 1 && visible(second(queue), now)) {
                queue.removeFirst();
            }
            if (!queue.isEmpty() && visible(queue.getFirst(), now)) {
                seenNodes.add(queue.getFirst().node());
                seenPods.addAll(queue.getFirst().pods());
            }
        }
        return new ClusterSnapshot(now, seenNodes, seenPods);
    }

    private Deque<Report> queue(NodeName node) {
        return reports.computeIfAbsent(node, _ -> new ArrayDeque<>());
    }

    private static Report second(Deque<Report> queue) {
        var iterator = queue.iterator();
        iterator.next();
        return iterator.next();
    }

    private boolean visible(Report report, Instant now) {
        return !report.node().sampledAt().plus(delay).isAfter(now);
    }

    private Report sample(DemoNode node, Instant now) {
        return new Report(
                new NodeSnapshot(
                        node.name(),
                        node.usable(),
                        population.memory(node.name()),
                        now,
                        OptionalDouble.empty(),
                        true),
                population.on(node.name()).stream()
                        .filter(pod -> !pod.held())
                        .map(pod -> pod.snapshot(now))
                        .toList());
    }
}
