package io.podferry.policy.risk;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.forecast.TimeGrid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The futures of all nodes as seen in one tick, with the moves under way accounted for: what leaves
 * stands still and then goes, what comes counts at its target from now on. Not thread-safe.
 */
public final class Futures {
    private final RiskConfig config;
    private final TimeGrid grid;
    private final Ranks ranks;
    private final long tick;
    private final ClusterSnapshot cluster;
    private final Map<PodUid, PodForecast> forecasts;
    private final Map<NodeName, List<PodSnapshot>> podsByNode;
    private final Map<NodeName, NodeSnapshot> nodesByName;
    private final Map<PodUid, InFlight> leaving = new HashMap<>();
    private final Map<NodeName, NodeFuture> known = new HashMap<>();
    private final List<InFlight> inFlight;
    private final RiskReport report;

    Futures(
            RiskConfig config,
            TimeGrid grid,
            Ranks ranks,
            long tick,
            ClusterSnapshot cluster,
            Map<PodUid, PodForecast> forecasts,
            List<InFlight> inFlight) {
        this.config = config;
        this.grid = grid;
        this.ranks = ranks;
        this.tick = tick;
        this.cluster = cluster;
        this.forecasts = forecasts;
        this.podsByNode = cluster.podsByNode();
        this.nodesByName = cluster.nodesByName();
        this.inFlight = inFlight;
        inFlight.forEach(move -> leaving.put(move.podUid(), move));
        Map<NodeName, NodeRisk> risks = new TreeMap<>();
        cluster.nodes().forEach(node -> risks.put(node.name(), risk(node)));
        this.report = new RiskReport(config.horizon(), risks);
    }

    public RiskReport report() {
        return report;
    }

    /** The node as it will be if nothing more is done. */
    public NodeFuture of(NodeName name) {
        return known.computeIfAbsent(name, this::paths);
    }

    /** The node from now on without the pod. */
    public NodeFuture without(NodeName name, PodForecast pod) {
        NodeFuture future = of(name).copy();
        future.add(pod, ranks.of(pod.podUid(), tick), -1);
        return future;
    }

    /** The node while the pod stands still from {@code freeze} on. */
    public NodeFuture freezing(NodeName name, PodForecast pod, Duration freeze) {
        NodeFuture future = without(name, pod);
        future.addFrozen(pod, ranks.of(pod.podUid(), tick), freeze.toNanos() / 1e9);
        return future;
    }

    /**
     * The node when the pod is expected there, frozen at {@code freeze} and running at {@code at}.
     */
    public NodeFuture with(NodeName name, PodForecast pod, Duration freeze, Duration at) {
        NodeFuture future = of(name).copy();
        double[] order = ranks.of(pod.podUid(), tick);
        future.addArrival(pod, order, freeze.toNanos() / 1e9, at.toNanos() / 1e9);
        return future;
    }

    private NodeRisk risk(NodeSnapshot node) {
        Duration age = Duration.between(node.sampledAt(), cluster.takenAt());
        boolean stale = age.compareTo(config.staleAfter()) > 0;
        Optional<NodeRisk> calm = CalmNode.risk(node, pods(node), grid, age, stale);
        if (calm.isPresent() && inFlight.isEmpty()) {
            return calm.get();
        }
        NodeFuture future = of(node.name());
        return new NodeRisk(
                node.name(),
                node.memory(),
                node.usable(),
                size(future.atHorizon(0.1)),
                size(future.atHorizon(0.5)),
                size(future.atHorizon(0.9)),
                future.exhaustion(0.05),
                future.exhaustion(0.5),
                future.probability(config.horizon()),
                age,
                stale);
    }

    private List<PodForecast> pods(NodeSnapshot node) {
        return podsByNode.getOrDefault(node.name(), List.of()).stream()
                .map(pod -> forecast(pod.uid()))
                .toList();
    }

    private PodForecast forecast(PodUid uid) {
        PodForecast forecast = forecasts.get(uid);
        if (forecast == null) {
            throw new IllegalArgumentException(
                    "no forecast for pod " + uid + ". Maybe the forecaster left pods out?");
        }
        return forecast;
    }

    private NodeFuture paths(NodeName name) {
        NodeSnapshot node = nodesByName.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name + " in the picture");
        }
        List<PodForecast> pods = pods(node);
        double overhead = CalmNode.overhead(node, pods);
        NodeFuture future = new NodeFuture(grid, node.usable().bytes(), overhead);
        for (PodForecast pod : pods) {
            double[] order = ranks.of(pod.podUid(), tick);
            InFlight move = leaving.get(pod.podUid());
            if (move == null) {
                future.add(pod, order, 1);
            } else if (move.frozen()) {
                future.addConstant((double) pod.memory().bytes());
            } else {
                future.addFrozen(pod, order, 0);
            }
        }
        arrivals(name, future);
        return future;
    }

    private void arrivals(NodeName name, NodeFuture future) {
        for (InFlight move : inFlight) {
            if (!move.target().equals(name) || forecasts.containsKey(move.cloneUid())) {
                continue;
            }
            PodForecast source = forecasts.get(move.podUid());
            if (source == null) {
                future.addConstant((double) move.size().bytes());
            } else {
                double at = move.remaining().toNanos() / 1e9;
                future.addArrival(source, ranks.of(move.podUid(), tick), 0, at);
            }
        }
    }

    private static DataSize size(double bytes) {
        return new DataSize(Math.max(0, Math.round(bytes)));
    }
}
