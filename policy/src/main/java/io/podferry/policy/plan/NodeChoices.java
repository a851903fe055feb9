package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.forecast.PodForecast;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.Placement;
import io.podferry.policy.placement.PlacementPod;
import io.podferry.policy.placement.StandardFilters;
import io.podferry.policy.risk.NodeFuture;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The ways out of one endangered node, and what was out of the question. Used once. */
final class NodeChoices {
    private static final Comparator<Candidate> CHEAPEST =
            Comparator.comparingDouble(Candidate::cost)
                    .thenComparing(Candidate::podUid)
                    .thenComparing(Candidate::target);

    private final PlanningInput input;
    private final DefaultPolicyConfig config;
    private final NodeName name;
    private final Duration horizon;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<Departure> departures = new ArrayList<>();
    private final Map<String, List<String>> rejections = new TreeMap<>();
    private boolean movable;
    private boolean objected;

    NodeChoices(PlanningInput input, DefaultPolicyConfig config, NodeName name) {
        this.input = input;
        this.config = config;
        this.name = name;
        this.horizon = input.futures().report().horizon();
    }

    /**
     * Looks at every pod of the node.
     *
     * @param nodes where pods may go, with what is promised already
     * @param taken targets of moves decided in this very plan: one at a time
     */
    void explore(List<PodSnapshot> pods, Collection<NodeOutlook> nodes, Set<NodeName> taken) {
        List<PodSnapshot> possible = new ArrayList<>();
        for (PodSnapshot pod : pods) {
            Optional<String> obstacle = Obstacles.of(pod, input);
            if (obstacle.isPresent()) {
                reject(obstacle.get(), pod.name());
            } else {
                possible.add(pod);
            }
        }
        movable = !possible.isEmpty();
        NodeRisk risk = input.futures().report().nodes().get(name);
        if (risk != null) {
            Shortlist.of(possible, risk, input).forEach(pod -> explore(pod, nodes, taken));
        }
        candidates.sort(CHEAPEST);
    }

    /** The ways out, cheapest first. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** The pods that may leave, each with its ways. */
    List<Departure> departures() {
        return departures;
    }

    private static DataSize room(NodeName target, Collection<NodeOutlook> nodes) {
        return nodes.stream()
                .filter(node -> node.node().name().equals(target))
                .findFirst()
                .map(StandardFilters::room)
                .orElse(DataSize.ZERO);
    }

    Map<String, List<String>> rejections() {
        return rejections;
    }

    /** Whether the node has a pod that can be moved at all. */
    boolean anyMovable() {
        return movable;
    }

    /** Whether the owner of the limits objected to a move that was possible otherwise. */
    boolean anyObjection() {
        return objected;
    }

    private void explore(PodSnapshot pod, Collection<NodeOutlook> nodes, Set<NodeName> taken) {
        PodForecast forecast = input.futures().forecast(pod.uid());
        PlacementPod wanted =
                new PlacementPod(
                        pod.name(),
                        Optional.of(name),
                        forecast.quantile(0.9, input.tickInterval()),
                        forecast.quantile(0.5, horizon));
        Placement placement = input.placement().place(wanted, nodes);
        placement
                .rejected()
                .forEach((reason, names) ->
                        names.stream()
                                .filter(node -> !node.equals(name))
                                .forEach(node -> reject(reason, node.value())));
        if (placement.ranked().isEmpty()) {
            return;
        }
        NodeFuture freezing = input.futures().freezing(name, forecast, Duration.ZERO);
        double after = input.futures().without(name, forecast).discountedRisk();
        List<Candidate> ways = new ArrayList<>();
        int tried = 0;
        for (Placement.Ranked target : placement.ranked()) {
            if (tried == config.targetsTried()) {
                break;
            }
            Optional<String> objection = objection(pod, target.node(), taken);
            if (objection.isPresent()) {
                objected = true;
                reject(objection.get(), pod.name() + " to " + target.node());
            } else {
                tried++;
                ways.add(
                        candidate(
                                pod,
                                forecast,
                                wanted.memory(),
                                target.node(),
                                freezing,
                                after,
                                room(target.node(), nodes)));
            }
        }
        if (!ways.isEmpty()) {
            candidates.addAll(ways);
            departures.add(new Departure(input.futures().paths(forecast), ways));
        }
    }

    private Optional<String> objection(PodSnapshot pod, NodeName target, Set<NodeName> taken) {
        return taken.contains(target)
                ? Optional.of("takes another pod in this plan")
                : input.admission().objection(pod.uid(), name, target);
    }

    private Candidate candidate(
            PodSnapshot pod,
            PodForecast forecast,
            DataSize size,
            NodeName target,
            NodeFuture freezing,
            double after,
            DataSize room) {
        Duration duration = input.durations().upper(name, target, size);
        Duration expected = input.durations().expected(name, target, size);
        double effort =
                config.pricePerMove()
                        + config.pricePerSecond() * expected.toNanos() / 1e9
                        + config.pricePerGibibyte() * size.gibibytes();
        return new Candidate(
                pod.uid(),
                pod.name(),
                target,
                size,
                duration,
                lead(duration),
                freezing.probability(duration),
                after,
                addedRisk(pod, forecast, target),
                effort,
                room);
    }

    /**
     * What the pod adds to the target's risk: nothing when the target stays calm with it. It is
     * taken to grow there at once, as otherwise a long move would hide what comes after it behind
     * the horizon.
     */
    private double addedRisk(PodSnapshot pod, PodForecast forecast, NodeName target) {
        if (input.futures().calmWith(target, input.futures().steepest(pod.uid()))) {
            return 0;
        }
        NodeFuture with = input.futures().with(target, forecast, Duration.ZERO, Duration.ZERO);
        return Math.max(0, with.discountedRisk() - input.futures().of(target).discountedRisk());
    }

    /** Sample age is not added: forecasts start at the sample and reach past it already. */
    private Duration lead(Duration duration) {
        return duration.plus(input.tickInterval()).plus(config.reserve());
    }

    private void reject(String reason, String who) {
        List<String> names = rejections.computeIfAbsent(reason, _ -> new ArrayList<>());
        if (!names.contains(who)) {
            names.add(who);
        }
    }
}
