package io.podferry.policy.risk;

import io.podferry.policy.forecast.ForecastTable;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.forecast.TimeGrid;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.NodeTable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws the joint paths of one node. The pods that can matter are drawn one by one; the many whose
 * steepest growth is a thousandth of the node or less are summed up as one normal variable.
 */
final class NodePaths {
    private static final double SMALL_SHARE = 0.001;
    private static final int MOST_DRAWN = 256;
    private static final String REST = "rest";

    private final ClusterTable table;
    private final ForecastTable forecasts;
    private final TimeGrid grid;
    private final Ranks ranks;
    private final long tick;
    private final Instant now;

    NodePaths(
            ClusterTable table,
            ForecastTable forecasts,
            TimeGrid grid,
            Ranks ranks,
            long tick,
            Instant now) {
        this.table = table;
        this.forecasts = forecasts;
        this.grid = grid;
        this.ranks = ranks;
        this.tick = tick;
        this.now = now;
    }

    NodeFuture draw(int node, double overhead, Map<Integer, InFlight> leaving) {
        NodeTable nodes = table.nodes();
        double usable = nodes.usable(node);
        NodeFuture future = new NodeFuture(grid, usable, overhead);
        double small = smallGrowth(nodes, node, usable);
        double restNow = 0;
        double restThen = 0;
        double restVariance = 0;
        for (int i = 0; i < nodes.podCount(node); i++) {
            int pod = nodes.pod(node, i);
            @Nullable InFlight move = leaving.get(pod);
            if (move == null && growth(pod) <= small) {
                restNow += table.memory(pod);
                restThen += forecasts.median(pod);
                restVariance += forecasts.variance(pod);
            } else {
                add(future, forecasts.of(pod, now), move);
            }
        }
        future.addRest(restNow, restThen, Math.sqrt(restVariance), ranks.of(REST, tick));
        return future;
    }

    private void add(NodeFuture future, PodForecast pod, @Nullable InFlight move) {
        double[] order = ranks.of(pod.podUid().value(), tick);
        if (move == null) {
            future.add(pod, order, 1);
        } else if (move.frozen()) {
            future.addConstant((double) pod.memory().bytes());
        } else {
            future.addFrozen(pod, order, 0);
        }
    }

    /** Growth up to which a pod is one of the rest. */
    private double smallGrowth(NodeTable nodes, int node, double usable) {
        double small = SMALL_SHARE * usable;
        int count = nodes.podCount(node);
        if (count <= MOST_DRAWN) {
            return small;
        }
        double[] growths = new double[count];
        for (int i = 0; i < count; i++) {
            growths[i] = growth(nodes.pod(node, i));
        }
        Arrays.sort(growths);
        return Math.max(small, growths[count - MOST_DRAWN]);
    }

    private double growth(int pod) {
        return forecasts.steepest(pod) - table.memory(pod);
    }
}
