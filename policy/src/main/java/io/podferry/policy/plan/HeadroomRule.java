package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps room for growth that nobody can forecast. What a pod did once, or one of its kind, it may
 * do at any time, faster than a crowded node can be relieved: so every node should hold that much
 * free, up to a share of it, beside what the trends of its pods take until then. A node that does
 * not gives the excess away while moves are small and targets have room. Used once per tick.
 */
final class HeadroomRule {
    private static final double LEAST_SHARE = 0.01;
    private static final double TARGET_MARGIN = 0.05;
    private static final int LEAST_LOOKS = 12;
    private static final double LONGEST_SECONDS = 600;
    private static final int PODS_TRIED = 5;

    private final PlanningInput input;
    private final DefaultPolicyConfig config;

    HeadroomRule(PlanningInput input, DefaultPolicyConfig config) {
        this.input = input;
        this.config = config;
    }

    /** Nodes that are worth a closer look. */
    List<NodeName> crowded() {
        return config.headroom() > 0 && config.allows(Rung.MIGRATE)
                ? input.futures().maybeAbove(1 - config.headroom(), LONGEST_SECONDS)
                : List.of();
    }

    /** A move from this node, when it holds too little free and another can take a pod. */
    Optional<DecisionRecord> decide(NodeRisk risk, TargetIndex targets, Set<NodeName> taken) {
        NodeName node = risk.node();
        if (risk.stale()
                || targets.exhausted()
                || taken.size() >= input.admission().slots()
                || input.inFlight().stream().anyMatch(move -> move.source().equals(node))) {
            return Optional.empty();
        }
        double usable = risk.usable().bytes();
        double seconds = reliefSeconds(risk);
        double reserve = reserve(usable, input.futures().surge(node, seconds));
        double taking = risk.usage().bytes() + input.futures().trend(node, seconds);
        double excess = taking + reserve - usable;
        if (excess < LEAST_SHARE * usable) {
            return Optional.empty();
        }
        List<PodSnapshot> pods =
                input.cluster().podsOn(node).stream()
                        .filter(pod -> pod.memory().bytes() <= excess)
                        .filter(pod -> pod.memory().bytes() >= LEAST_SHARE * usable)
                        .filter(pod -> Obstacles.of(pod, input).isEmpty())
                        .toList();
        if (pods.isEmpty()) {
            return Optional.empty();
        }
        targets.used();
        Comparator<PodSnapshot> largest =
                Comparator.comparing(PodSnapshot::memory)
                        .reversed()
                        .thenComparing(PodSnapshot::uid);
        for (PodSnapshot pod : BestOf.pick(pods, PODS_TRIED, largest)) {
            Optional<NodeName> target = target(pod, node, targets, taken);
            if (target.isPresent()) {
                return Optional.of(record(risk, pod, target.get(), reserve, excess));
            }
        }
        return Optional.empty();
    }

    /**
     * Time in which the whole headroom of a node could be moved away, and a dozen looks at least:
     * trends are not seen sooner, and what is seen is as old as the samples are.
     */
    private double reliefSeconds(NodeRisk risk) {
        double tick = input.tickInterval().toNanos() / 1e9;
        double look = Math.max(tick, risk.age().toNanos() / 1e9);
        double share = config.headroom() * risk.usable().bytes();
        double away = 2 * look + share * input.durations().secondsPerByte();
        return Math.min(Math.max(away, LEAST_LOOKS * look), LONGEST_SECONDS);
    }

    private double reserve(double usable, double surge) {
        return Math.min(config.headroom() * usable, surge);
    }

    /** The node that keeps most room beyond its own headroom with the pod on it. */
    private Optional<NodeName> target(
            PodSnapshot pod, NodeName source, TargetIndex targets, Set<NodeName> taken) {
        Optional<NodeName> best = Optional.empty();
        double most = 0;
        for (NodeOutlook node : targets.nodes()) {
            NodeName name = node.node().name();
            if (name.equals(source)
                    || taken.contains(name)
                    || !node.node().schedulable()
                    || node.risk().stale()) {
                continue;
            }
            double left = left(node, pod);
            if (left > most && input.admission().objection(pod.uid(), source, name).isEmpty()) {
                most = left;
                best = Optional.of(name);
            }
        }
        return best;
    }

    /** What is left beyond the headroom of a node with the pod on it, bytes. */
    private double left(NodeOutlook node, PodSnapshot pod) {
        NodeName name = node.node().name();
        double usable = node.node().usable().bytes();
        double free = node.free().bytes() - TARGET_MARGIN * usable - pod.memory().bytes();
        if (free <= 0) {
            return 0;
        }
        double seconds = reliefSeconds(node.risk());
        double surge =
                Math.hypot(
                        input.futures().surge(name, seconds),
                        input.futures().surge(pod.uid(), seconds));
        double trend =
                input.futures().trend(name, seconds)
                        + Math.max(0, input.futures().trend(pod.uid(), seconds));
        return free - reserve(usable, surge) - trend;
    }

    private DecisionRecord record(
            NodeRisk risk, PodSnapshot pod, NodeName target, double reserve, double excess) {
        DataSize size = pod.memory();
        String reason =
                "%s should hold %s free for growth that was seen before, and holds %s less with its trend; moving %s (%s) to %s"
                        .formatted(
                                risk.node(),
                                new DataSize(Math.round(reserve)),
                                new DataSize(Math.round(excess)),
                                pod.name(),
                                size,
                                target);
        PlannedMove move =
                new PlannedMove(
                        pod.uid(),
                        pod.name(),
                        risk.node(),
                        target,
                        size,
                        input.durations().upper(risk.node(), target, size),
                        reason);
        return new DecisionRecord(
                input.cluster().takenAt(),
                DefaultPolicy.NAME,
                risk.node(),
                risk,
                input.futures().report().horizon(),
                Finding.MOVE,
                false,
                List.of(),
                Map.of(),
                Optional.of(move),
                reason,
                "%s less in use".formatted(new DataSize(Math.round(excess))));
    }
}
