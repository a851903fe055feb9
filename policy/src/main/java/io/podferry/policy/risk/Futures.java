package io.podferry.policy.risk;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.forecast.ForecastTable;
import io.podferry.policy.forecast.PathBundle;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.forecast.TimeGrid;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.telemetry.NodeTable;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The futures of all nodes as seen in one tick, with the moves under way accounted for: what leaves
 * stands still and then goes, what comes counts at its target from now on. Joint paths are drawn
 * for nodes that the screen does not find calm, and for those that are asked for. Valid within its
 * tick. Not thread-safe.
 */
public final class Futures {
    private static final double NORMAL_Q90 = 1.2816;
    private static final int KEPT = 2048;
    private static final Duration NEVER = Duration.ofDays(365);

    private final RiskConfig config;
    private final TimeGrid grid;
    private final Ranks ranks;
    private final long tick;
    private final Instant now;
    private final ClusterTable table;
    private final ForecastTable forecasts;
    private final RiskTable sums;
    private final NodePaths paths;
    private final Map<Integer, InFlight> leaving = new HashMap<>();
    private final Map<Integer, List<InFlight>> coming = new HashMap<>();
    private final Map<Integer, NodeFuture> drawn = new HashMap<>();
    private final RiskReport report;

    Futures(
            RiskConfig config,
            TimeGrid grid,
            Ranks ranks,
            long tick,
            Instant now,
            ClusterTable table,
            ForecastTable forecasts,
            RiskTable sums,
            List<InFlight> inFlight) {
        this.config = config;
        this.grid = grid;
        this.ranks = ranks;
        this.tick = tick;
        this.now = now;
        this.table = table;
        this.forecasts = forecasts;
        this.sums = sums;
        this.paths = new NodePaths(table, forecasts, grid, ranks, tick, now);
        inFlight.forEach(this::account);
        this.report = new RiskReport(grid.horizon(), risks());
    }

    private void account(InFlight move) {
        Integer source = table.find(move.podUid());
        if (source != null) {
            leaving.put(source, move);
        }
        Integer target = table.nodes().find(move.target());
        if (target != null && table.find(move.cloneUid()) == null) {
            coming.computeIfAbsent(target, _ -> new ArrayList<>()).add(move);
        }
    }

    private NodeRisks risks() {
        BitSet touched = new BitSet();
        leaving.keySet().forEach(pod -> touched.set(table.nodeOf(pod)));
        coming.keySet().forEach(touched::set);
        NodeTable nodes = table.nodes();
        BitSet calm = new BitSet();
        List<NodeName> endangered = new ArrayList<>();
        for (int node : nodes.ordered()) {
            boolean safe = !touched.get(node) && sums.staysBelow(node, nodes.usable(node));
            calm.set(node, safe);
            if (!safe || stale(node)) {
                endangered.add(nodes.name(node));
            }
        }
        return new NodeRisks(nodes, endangered, node -> calm.get(node) ? calm(node) : risk(node));
    }

    /** The risks of all nodes, each computed when it is asked for, within this tick. */
    public RiskReport report() {
        return report;
    }

    /** The forecast of a pod that is present. */
    public PodForecast forecast(PodUid uid) {
        Integer pod = table.find(uid);
        if (pod == null) {
            throw new IllegalArgumentException("no pod " + uid + " in the picture");
        }
        return forecasts.of(pod, now);
    }

    /**
     * Pods with a new sample that reach their own limit within the horizon, in half of their
     * futures at least.
     */
    public List<PodUid> meetingTheirLimit(int atMost) {
        List<PodUid> pods = new ArrayList<>();
        for (int i = 0; i < table.changedCount() && pods.size() < atMost; i++) {
            int pod = table.changed(i);
            if (table.present(pod)
                    && table.limit(pod) < Long.MAX_VALUE
                    && table.memory(pod) >= table.limit(pod) / 2
                    && forecasts.bound(pod) >= (float) table.limit(pod)
                    && forecasts.median(pod) >= (float) table.limit(pod)
                    && !leaving.containsKey(pod)) {
                pods.add(table.uid(pod));
            }
        }
        return pods;
    }

    /** What a pod takes on its steepest path, bytes. */
    public double steepest(PodUid uid) {
        Integer pod = table.find(uid);
        return pod == null ? 0 : forecasts.steepest(pod);
    }

    /**
     * Nodes that may exceed a share of what is usable, should their trends go on undamped: others
     * need no closer look.
     */
    public List<NodeName> maybeAbove(double share, double seconds) {
        NodeTable nodes = table.nodes();
        List<NodeName> names = new ArrayList<>();
        for (int node : nodes.ordered()) {
            if (!stale(node) && sums.undamped(node, seconds) > share * nodes.usable(node)) {
                names.add(nodes.name(node));
            }
        }
        return names;
    }

    /** What the pods of a node add if their trends go on undamped, bytes; 0 or more. */
    public double trend(NodeName name, double seconds) {
        NodeTable nodes = table.nodes();
        int node = row(name);
        double sum = 0;
        for (int i = 0; i < nodes.podCount(node); i++) {
            int pod = nodes.pod(node, i);
            sum += leaving.containsKey(pod) ? 0 : forecasts.trend(pod, seconds);
        }
        return Math.max(0, sum);
    }

    /**
     * The steepest growth within a time that is known of the pods of a node, bytes: as they seldom
     * surge together, the root of the sum of squares.
     */
    public double surge(NodeName name, double seconds) {
        NodeTable nodes = table.nodes();
        int node = row(name);
        double squares = 0;
        for (int i = 0; i < nodes.podCount(node); i++) {
            double one = forecasts.surge(nodes.pod(node, i), seconds);
            squares += one * one;
        }
        return Math.sqrt(squares);
    }

    /** Likewise of one pod. */
    public double surge(PodUid uid, double seconds) {
        Integer pod = table.find(uid);
        return pod == null ? 0 : forecasts.surge(pod, seconds);
    }

    /** What one pod adds if its trend goes on undamped, bytes. */
    public double trend(PodUid uid, double seconds) {
        Integer pod = table.find(uid);
        return pod == null ? 0 : forecasts.trend(pod, seconds);
    }

    /**
     * Whether the node stays calm even with that much more on it: then no joint path needs to be
     * drawn to know that its risk is zero.
     */
    public boolean calmWith(NodeName name, double bytes) {
        int node = row(name);
        double incoming = 0;
        for (InFlight move : coming.getOrDefault(node, List.of())) {
            Integer source = table.find(move.podUid());
            incoming += source == null ? move.size().bytes() : forecasts.steepest(source);
        }
        return sums.staysBelow(node, table.nodes().usable(node) - incoming - bytes);
    }

    /** The node as it will be if nothing more is done. */
    public NodeFuture of(NodeName name) {
        return drawn(row(name));
    }

    private NodeFuture drawn(int node) {
        NodeFuture known = drawn.get(node);
        if (known == null) {
            known = paths.draw(node, sums.overhead(node), leaving);
            arrivals(node, known);
            drawn.put(node, known);
        }
        return known;
    }

    /** Bytes of a pod on every path of its node's futures, at every time of their grid. */
    public double[][] paths(PodForecast pod) {
        double[][] rows = new double[Ranks.PATHS][grid.size()];
        double[] order = ranks.of(pod.podUid().value(), tick);
        pod.addPaths(new PathBundle(order, grid, rows), 1);
        return rows;
    }

    /** The node from now on without the pod. */
    public NodeFuture without(NodeName name, PodForecast pod) {
        NodeFuture future = of(name).copy();
        future.add(pod, ranks.of(pod.podUid().value(), tick), -1);
        return future;
    }

    /** The node while the pod stands still from {@code freeze} on. */
    public NodeFuture freezing(NodeName name, PodForecast pod, Duration freeze) {
        NodeFuture future = without(name, pod);
        future.addFrozen(pod, ranks.of(pod.podUid().value(), tick), freeze.toNanos() / 1e9);
        return future;
    }

    /**
     * The node when the pod is expected there, frozen at {@code freeze} and running at {@code at}.
     */
    public NodeFuture with(NodeName name, PodForecast pod, Duration freeze, Duration at) {
        NodeFuture future = of(name).copy();
        double[] order = ranks.of(pod.podUid().value(), tick);
        future.addArrival(pod, order, freeze.toNanos() / 1e9, at.toNanos() / 1e9);
        return future;
    }

    /** Paths that show a danger are kept, because somebody will ask what could be done about it. */
    private NodeRisk risk(int node) {
        NodeFuture future = paths.draw(node, sums.overhead(node), leaving);
        arrivals(node, future);
        double[] passages = future.sortedPassages();
        if (passages[0] < Double.POSITIVE_INFINITY && drawn.size() < KEPT) {
            drawn.put(node, future);
        }
        return new NodeRisk(
                table.nodes().name(node),
                new DataSize(table.nodes().memory(node)),
                new DataSize(table.nodes().usable(node)),
                size(future.atHorizon(0.1)),
                size(future.atHorizon(0.5)),
                size(future.atHorizon(0.9)),
                NodeFuture.exhaustion(passages, 0.05),
                NodeFuture.exhaustion(passages, 0.5),
                NodeFuture.probability(passages, grid.horizon()),
                age(node),
                stale(node));
    }

    private NodeRisk calm(int node) {
        double median = sums.median(node);
        double tenth = NORMAL_Q90 * Math.sqrt(sums.variance(node));
        return new NodeRisk(
                table.nodes().name(node),
                new DataSize(table.nodes().memory(node)),
                new DataSize(table.nodes().usable(node)),
                size(median - tenth),
                size(median),
                size(median + tenth),
                Optional.empty(),
                Optional.empty(),
                0,
                age(node),
                stale(node));
    }

    private Duration age(int node) {
        long at = table.nodes().sampledAt(node);
        return at == Long.MIN_VALUE ? NEVER : Duration.ofMillis(now.toEpochMilli() - at);
    }

    /** A node without memory tells nothing, and neither does an old sample. */
    private boolean stale(int node) {
        return table.nodes().usable(node) == 0 || age(node).compareTo(config.staleAfter()) > 0;
    }

    private int row(NodeName name) {
        Integer node = table.nodes().find(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name + " in the picture");
        }
        return node;
    }

    private void arrivals(int node, NodeFuture future) {
        for (InFlight move : coming.getOrDefault(node, List.of())) {
            Integer source = table.find(move.podUid());
            if (source == null) {
                future.addConstant((double) move.size().bytes());
            } else {
                double at = move.remaining().toNanos() / 1e9;
                double[] order = ranks.of(move.podUid().value(), tick);
                future.addArrival(forecasts.of(source, now), order, 0, at);
            }
        }
    }

    private static DataSize size(double bytes) {
        return new DataSize(Math.max(0, Math.round(bytes)));
    }
}
