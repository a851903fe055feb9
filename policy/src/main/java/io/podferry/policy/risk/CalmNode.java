package io.podferry.policy.risk;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.forecast.TimeGrid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The short cut for nodes that no joint path can exhaust, because not even all pods together on
 * their steepest paths do. Exact about the risk; the quantiles of the usage add variances.
 */
final class CalmNode {
    private static final double STEEPEST = 1 - 0.5 / Ranks.PATHS;
    private static final double NORMAL_Q90 = 1.2816;

    private CalmNode() {}

    static Optional<NodeRisk> risk(
            NodeSnapshot node, List<PodForecast> pods, TimeGrid grid, Duration age, boolean stale) {
        double overhead = overhead(node, pods);
        double[] steepest = new double[grid.size()];
        Arrays.fill(steepest, overhead);
        for (PodForecast pod : pods) {
            pod.addPath(STEEPEST, grid, 1, steepest);
        }
        for (double usage : steepest) {
            if (usage >= node.usable().bytes()) {
                return Optional.empty();
            }
        }
        double horizon = grid.seconds(grid.size() - 1);
        double median = overhead;
        double variance = 0;
        for (PodForecast pod : pods) {
            double middle = pod.bytes(0.5, horizon);
            double spread = (pod.bytes(0.9, horizon) - middle) / NORMAL_Q90;
            median += middle;
            variance += spread * spread;
        }
        double tenth = NORMAL_Q90 * Math.sqrt(variance);
        return Optional.of(
                new NodeRisk(
                        node.name(),
                        node.memory(),
                        node.usable(),
                        size(median - tenth),
                        size(median),
                        size(median + tenth),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        age,
                        stale));
    }

    /** Memory of the node that belongs to no pod. */
    static double overhead(NodeSnapshot node, List<PodForecast> pods) {
        double sum = 0;
        for (PodForecast pod : pods) {
            sum += pod.memory().bytes();
        }
        return Math.max(0, node.memory().bytes() - sum);
    }

    private static DataSize size(double bytes) {
        return new DataSize(Math.max(0, Math.round(bytes)));
    }
}
