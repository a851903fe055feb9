package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.risk.RiskReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Moves as late as possible and as cheaply as possible. A node is due when a few percent of its
 * joint futures see exhaustion before the cheapest move could be through; the cheapest move is the
 * pod and target with the least expected kills, on source and target, plus effort. It need not be
 * the pod that grows. Immutable.
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
        if (endangered.isEmpty() && limits.isEmpty()) {
            return MigrationPlan.NOTHING;
        }
        TargetIndex targets = new TargetIndex(input);
        Set<NodeName> taken = new HashSet<>();
        Ladder ladder = new Ladder(input, config);
        List<Action> actions = new ArrayList<>();
        List<DecisionRecord> decisions = new ArrayList<>();
        for (NodeRisk risk : endangered) {
            DecisionRecord decision = new NodeDecision(input, config, risk).decide(targets, taken);
            decisions.add(decision);
            ladder.hold(decision).ifPresent(actions::add);
            decision.action().ifPresent(actions::add);
            decision.chosen()
                    .ifPresent(move -> {
                        taken.add(move.target());
                        targets.promise(move);
                    });
        }
        for (DecisionRecord decision : limits) {
            decisions.add(decision);
            decision.action().ifPresent(actions::add);
        }
        return new MigrationPlan(actions, decisions);
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
