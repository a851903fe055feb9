package io.podferry.policy.risk;

import io.podferry.policy.forecast.NormalTable;
import io.podferry.policy.forecast.PathBundle;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.forecast.TimeGrid;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The joint futures of one node: its usage on every path at every time of the grid. A copy can be
 * changed to ask "what if this pod went, or came". Not thread-safe.
 */
public final class NodeFuture {
    private final TimeGrid grid;
    private final double usable;
    private final double[][] usage;

    NodeFuture(TimeGrid grid, double usable, double overhead) {
        this.grid = grid;
        this.usable = usable;
        this.usage = new double[Ranks.PATHS][grid.size()];
        for (double[] path : usage) {
            Arrays.fill(path, overhead);
        }
    }

    /**
     * Futures that are known already.
     *
     * @param usage bytes on every path at every time of the grid
     */
    public static NodeFuture of(TimeGrid grid, double usable, double[][] usage) {
        NodeFuture future = new NodeFuture(grid, usable, 0);
        for (int i = 0; i < Ranks.PATHS; i++) {
            future.usage[i] = usage[i].clone();
        }
        return future;
    }

    /** Number of paths. */
    public static int paths() {
        return Ranks.PATHS;
    }

    private NodeFuture(NodeFuture other) {
        this.grid = other.grid;
        this.usable = other.usable;
        this.usage = new double[Ranks.PATHS][];
        for (int i = 0; i < Ranks.PATHS; i++) {
            usage[i] = other.usage[i].clone();
        }
    }

    /** The same futures, to be changed without changing these. */
    public NodeFuture copy() {
        return new NodeFuture(this);
    }

    /**
     * A pod of the node stands still from {@code freeze} to {@code end} and is gone then.
     *
     * @param paths of the pod, as {@link Futures#paths} gives them
     * @param freeze seconds from now
     * @param end seconds from now
     */
    public void leave(double[][] paths, double freeze, double end) {
        int first = 0;
        while (first < grid.size() && grid.seconds(first) < freeze) {
            first++;
        }
        for (int i = 0; i < Ranks.PATHS; i++) {
            double[] pod = paths[i];
            double[] node = usage[i];
            double still = pod[Math.min(first, grid.size() - 1)];
            for (int t = first; t < grid.size(); t++) {
                node[t] -= grid.seconds(t) <= end ? Math.max(0, pod[t] - still) : pod[t];
            }
        }
    }

    void add(PodForecast pod, double[] ranks, double sign) {
        pod.addPaths(new PathBundle(ranks, grid, usage), sign);
    }

    /** Adds a pod that grows until {@code freeze} seconds from now and stands still then. */
    void addFrozen(PodForecast pod, double[] ranks, double freeze) {
        for (int i = 0; i < Ranks.PATHS; i++) {
            double frozen = pod.bytes(ranks[i], freeze);
            for (int t = 0; t < grid.size(); t++) {
                double seconds = grid.seconds(t);
                usage[i][t] += seconds < freeze ? pod.bytes(ranks[i], seconds) : frozen;
            }
        }
    }

    /** Adds a pod that arrives with what it had at {@code freeze}, and grows on from {@code at}. */
    void addArrival(PodForecast pod, double[] ranks, double freeze, double at) {
        for (int i = 0; i < Ranks.PATHS; i++) {
            for (int t = 0; t < grid.size(); t++) {
                double grown = freeze + Math.max(0, grid.seconds(t) - at);
                usage[i][t] += pod.bytes(ranks[i], grown);
            }
        }
    }

    /** Adds many small pods: from their memory now to a normal variable at the horizon. */
    void addRest(double now, double then, double sigma, double[] ranks) {
        double horizon = grid.seconds(grid.size() - 1);
        for (int i = 0; i < Ranks.PATHS; i++) {
            double growth = Math.max(0, then + sigma * NormalTable.quantile(ranks[i]) - now);
            for (int t = 0; t < grid.size(); t++) {
                usage[i][t] += now + growth * grid.seconds(t) / horizon;
            }
        }
    }

    void addConstant(double bytes) {
        for (double[] path : usage) {
            for (int t = 0; t < path.length; t++) {
                path[t] += bytes;
            }
        }
    }

    /** Time before which exhaustion happens in the given share of the futures. */
    public Optional<Duration> exhaustion(double share) {
        return exhaustion(sortedPassages(), share);
    }

    static Optional<Duration> exhaustion(double[] sortedPassages, double share) {
        double seconds = sortedPassages[(int) Math.min(Ranks.PATHS - 1, share * Ranks.PATHS)];
        return Double.isFinite(seconds)
                ? Optional.of(Duration.ofMillis(Math.round(seconds * 1e3)))
                : Optional.empty();
    }

    /** Share of the futures that see exhaustion before {@code within}, at most the horizon. */
    public double probability(Duration within) {
        return probability(passages(), within);
    }

    static double probability(double[] passages, Duration within) {
        double seconds = within.toNanos() / 1e9;
        int exhausted = 0;
        for (double passage : passages) {
            exhausted += passage <= seconds ? 1 : 0;
        }
        return (double) exhausted / Ranks.PATHS;
    }

    double[] sortedPassages() {
        double[] passages = passages();
        Arrays.sort(passages);
        return passages;
    }

    /**
     * Expected kills within the horizon when later ones weigh less, linearly down to nothing at the
     * horizon: until then something else can be done. Tells a move that gains time, but not enough,
     * from one that gains nothing.
     */
    public double discountedRisk() {
        double horizon = grid.seconds(grid.size() - 1);
        double sum = 0;
        for (double passage : passages()) {
            sum += Math.max(0, 1 - passage / horizon);
        }
        return sum / Ranks.PATHS;
    }

    /** Usage at the horizon that the given share of the futures stays below, bytes. */
    public double atHorizon(double share) {
        double[] last = new double[Ranks.PATHS];
        for (int i = 0; i < Ranks.PATHS; i++) {
            last[i] = usage[i][grid.size() - 1];
        }
        Arrays.sort(last);
        return last[(int) Math.min(Ranks.PATHS - 1, share * Ranks.PATHS)];
    }

    private double[] passages() {
        double[] passages = new double[Ranks.PATHS];
        for (int i = 0; i < Ranks.PATHS; i++) {
            passages[i] = passage(usage[i]);
        }
        return passages;
    }

    /** First time at which the path reaches what is usable, in seconds; infinite for never. */
    private double passage(double[] path) {
        if (path[0] >= usable) {
            return 0;
        }
        for (int t = 1; t < path.length; t++) {
            if (path[t] >= usable) {
                double share = (usable - path[t - 1]) / (path[t] - path[t - 1]);
                double from = grid.seconds(t - 1);
                return from + share * (grid.seconds(t) - from);
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
