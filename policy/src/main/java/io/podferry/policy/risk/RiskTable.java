package io.podferry.policy.risk;

import io.podferry.policy.forecast.ForecastTable;
import io.podferry.policy.forecast.TimeGrid;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.NodeTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The screen before the joint futures: per node what all its pods together take on their steepest
 * paths. A node that stays below what is usable even then is calm: no joint path can exhaust it.
 * Only nodes with changes are looked at again, and only where bounds of those paths do not settle
 * it are the pods' lines fitted. Not thread-safe.
 */
public final class RiskTable {
    private RiskConfig config;
    private final ClusterTable table;
    private final ForecastTable forecasts;
    private final Ranks ranks;
    private TimeGrid grid;
    private double[] bound = new double[0];
    private boolean[] summed = new boolean[0];
    private double[] steepest = new double[0];
    private double[] median = new double[0];
    private double[] variance = new double[0];
    private double[] overhead = new double[0];
    private long[] validUntil = new long[0];

    public RiskTable(RiskConfig config, ClusterTable table, ForecastTable forecasts) {
        this.config = config;
        this.table = table;
        this.forecasts = forecasts;
        this.ranks = new Ranks(config.seed());
        this.grid = TimeGrid.upTo(config.horizon());
    }

    /** How far the joint futures look. */
    public Duration horizon() {
        return grid.horizon();
    }

    /** Other parameters from now on; the seed stays. */
    public void configure(RiskConfig other) {
        config = new RiskConfig(other.horizon(), other.staleAfter(), config.seed());
        horizon(other.horizon());
    }

    /** Looks further, or less far, from now on; the sums are computed anew. */
    public void horizon(Duration horizon) {
        grid = TimeGrid.upTo(horizon);
        forecasts.horizon(horizon);
        Arrays.fill(validUntil, Long.MIN_VALUE);
    }

    /**
     * The futures of all nodes.
     *
     * @param tick number of the tick, part of the seed
     */
    public Futures assess(Instant now, List<InFlight> inFlight, long tick) {
        screen(now.toEpochMilli());
        return new Futures(config, grid, ranks, tick, now, table, forecasts, this, inFlight);
    }

    private void screen(long now) {
        NodeTable nodes = table.nodes();
        ensure(nodes.rows());
        long valid = now + config.staleAfter().toMillis();
        for (int node = 0; node < nodes.rows(); node++) {
            if (nodes.present(node)
                    && (nodes.dirty(node) || now > validUntil[node] || valid < validUntil[node])) {
                sum(nodes, node);
                validUntil[node] = valid;
                nodes.cleaned(node);
            }
        }
    }

    private void sum(NodeTable nodes, int node) {
        double memory = 0;
        double steep = 0;
        int count = nodes.podCount(node);
        for (int i = 0; i < count; i++) {
            int pod = nodes.pod(node, i);
            memory += table.memory(pod);
            steep += forecasts.bound(pod);
        }
        overhead[node] = Math.max(0, nodes.memory(node) - memory);
        bound[node] = overhead[node] + steep;
        summed[node] = false;
    }

    /** Fits the pods whose bounds are so wide that they alone may have spoilt the sum. */
    private void tighten(NodeTable nodes, int node, double limit) {
        int count = nodes.podCount(node);
        double share = (limit - nodes.memory(node)) / Math.max(1, count);
        double steep = overhead[node];
        for (int i = 0; i < count; i++) {
            int pod = nodes.pod(node, i);
            boolean wide = forecasts.bound(pod) - table.memory(pod) > share;
            steep += wide ? forecasts.steepest(pod) : forecasts.bound(pod);
        }
        bound[node] = steep;
    }

    private void sumExactly(int node) {
        if (summed[node]) {
            return;
        }
        NodeTable nodes = table.nodes();
        double steep = 0;
        double middle = 0;
        double squares = 0;
        for (int i = 0; i < nodes.podCount(node); i++) {
            int pod = nodes.pod(node, i);
            steep += forecasts.steepest(pod);
            middle += forecasts.median(pod);
            squares += forecasts.variance(pod);
        }
        double rest = overhead[node];
        steepest[node] = rest + steep;
        median[node] = rest + middle;
        variance[node] = squares;
        summed[node] = true;
    }

    /** Whether all pods of the node together stay below a limit on their steepest paths. */
    boolean staysBelow(int node, double limit) {
        if (bound[node] < limit) {
            return true;
        }
        if (!summed[node]) {
            tighten(table.nodes(), node, limit);
            if (bound[node] < limit) {
                return true;
            }
            sumExactly(node);
        }
        return steepest[node] < limit;
    }

    private void ensure(int rows) {
        if (rows > steepest.length) {
            int size = rows + rows / 2 + 16;
            bound = Arrays.copyOf(bound, size);
            summed = Arrays.copyOf(summed, size);
            steepest = Arrays.copyOf(steepest, size);
            median = Arrays.copyOf(median, size);
            variance = Arrays.copyOf(variance, size);
            overhead = Arrays.copyOf(overhead, size);
            int before = validUntil.length;
            validUntil = Arrays.copyOf(validUntil, size);
            Arrays.fill(validUntil, before, size, Long.MIN_VALUE);
        }
    }

    /** At least what the pods of the node take when their trends go on undamped, bytes. */
    double undamped(int node, double seconds) {
        double memory = table.nodes().memory(node);
        return memory + Math.max(0, bound[node] - memory) * forecasts.stretch(seconds);
    }

    /** Sum of the medians at the horizon, bytes. */
    double median(int node) {
        sumExactly(node);
        return median[node];
    }

    /** Sum of the variances, bytes squared. */
    double variance(int node) {
        sumExactly(node);
        return variance[node];
    }

    /** Memory of the node that belongs to no pod, bytes. */
    double overhead(int node) {
        return overhead[node];
    }
}
