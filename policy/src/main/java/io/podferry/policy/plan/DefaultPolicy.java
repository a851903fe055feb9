package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.risk.RiskReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Moves as late as possible and as cheaply as possible. A node is due when a few percent of its
 * joint futures see exhaustion before the cheapest move could be through; the cheapest move is the
 * pod and target with the least expected kills, on source and target, plus effort. It need not be
 * the pod that grows. Nodes that could not take what their pods have been seen to do are relieved
 * earlier, by {@link HeadroomRule}. Immutable.
 */
public final class DefaultPolicy implements Policy {
    /** Name of this policy. */
    public static final String NAME = "default";

    private final DefaultPolicyConfig config;

    public DefaultPolicy(DefaultPolicyConfig config) {
        this.config = config;
    }

    public DefaultPolicy() {
        this(DefaultPolicyConfig.DEFAULT);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public MigrationPlan plan(PlanningInput input) {
        List<NodeRisk> endangered =
                candidates(input).stream()
                        .filter(risk -> isWorthALook(risk, input))
                        .sorted(
                                Comparator.comparing(DefaultPolicy::urgency)
                                        .thenComparing(NodeRisk::node))
                        .toList();
        List<DecisionRecord> limits = new ContainerLimits(input, config).decide();
        HeadroomRule headroom = new HeadroomRule(input, config);
        List<NodeName> crowded = headroom.crowded();
        if (endangered.isEmpty() && limits.isEmpty() && crowded.isEmpty()) {
            return MigrationPlan.NOTHING;
        }
        TargetIndex targets = new TargetIndex(input);
        Set<NodeName> taken = new HashSet<>();
        Map<NodeName, DecisionRecord> decisions = new LinkedHashMap<>();
        for (NodeRisk risk : endangered) {
            DecisionRecord decision = new NodeDecision(input, config, risk).decide(targets, taken);
            note(decision, decisions, targets, taken);
        }
        for (NodeName name : crowded) {
            NodeRisk risk = input.futures().report().nodes().get(name);
            DecisionRecord before = decisions.get(name);
            if (risk != null && (before == null || canWait(before))) {
                headroom.decide(risk, targets, taken)
                        .ifPresent(decision -> note(decision, decisions, targets, taken));
            }
        }
        Ladder ladder = new Ladder(input, config);
        List<Action> actions = new ArrayList<>();
        for (DecisionRecord decision : decisions.values()) {
            ladder.hold(decision).ifPresent(actions::add);
            decision.action().ifPresent(actions::add);
        }
        List<DecisionRecord> all = new ArrayList<>(decisions.values());
        for (DecisionRecord decision : limits) {
            all.add(decision);
            decision.action().ifPresent(actions::add);
        }
        return new MigrationPlan(actions, all);
    }

    private static void note(
            DecisionRecord decision,
            Map<NodeName, DecisionRecord> decisions,
            TargetIndex targets,
            Set<NodeName> taken) {
        decisions.put(decision.node(), decision);
        decision.chosen()
                .ifPresent(move -> {
                    taken.add(move.target());
                    targets.promise(move);
                });
    }

    /** The lead rule sees no reason to do anything now. */
    private static boolean canWait(DecisionRecord decision) {
        return switch (decision.finding()) {
            case WAIT, NOT_WORTH_IT -> decision.action().isEmpty();
            case MOVE,
                    NO_ROOM,
                    NO_TIME_LEFT,
                    NOTHING_MOVABLE,
                    HELD_BACK,
                    CONTAINER_LIMIT,
                    UNKNOWN ->
                    false;
        };
    }

    /** Calm nodes are none, unless they were due a moment ago. */
    private Collection<NodeRisk> candidates(PlanningInput input) {
        RiskReport report = input.futures().report();
        if (config.share() <= 0) {
            return report.nodes().values();
        }
        Map<NodeName, NodeRisk> found = new TreeMap<>();
        report.endangered().forEach(risk -> found.put(risk.node(), risk));
        for (NodeName name : input.dueBefore().keySet()) {
            NodeRisk risk = report.nodes().get(name);
            if (risk != null) {
                found.put(name, risk);
            }
        }
        return found.values();
    }

    private boolean isWorthALook(NodeRisk risk, PlanningInput input) {
        return risk.stale()
                || risk.exhaustionProbability() >= config.share()
                || input.dueBefore().getOrDefault(risk.node(), 0) > 0;
    }

    private static Duration urgency(NodeRisk risk) {
        return risk.exhaustionQ05().orElse(Duration.ofDays(365));
    }
}
