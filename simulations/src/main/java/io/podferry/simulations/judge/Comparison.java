package io.podferry.simulations.judge;

import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.simulations.world.ClairvoyantPolicy;
import io.podferry.simulations.world.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What an experiment proved.
 *
 * @param policies in the order asked
 * @param references the yardsticks "none" and "clairvoyant", asked or not
 */
public record Comparison(
        Experiment experiment, List<PolicySummary> policies, List<PolicySummary> references) {
    static final String NONE = "none";

    public Comparison {
        policies = List.copyOf(policies);
        references = List.copyOf(references);
    }

    static Comparison of(Experiment experiment, Map<String, List<RunResult>> runs) {
        List<PolicySummary> asked = new ArrayList<>();
        for (String policy : experiment.policies()) {
            asked.add(summary(policy, runs));
        }
        List<PolicySummary> references = new ArrayList<>();
        for (String policy : List.of(NONE, ClairvoyantPolicy.NAME)) {
            if (runs.containsKey(policy)) {
                references.add(summary(policy, runs));
            }
        }
        return new Comparison(experiment, asked, references);
    }

    private static PolicySummary summary(String policy, Map<String, List<RunResult>> runs) {
        List<RunResult> mine = runs.getOrDefault(policy, List.of());
        List<RunResult> none = runs.getOrDefault(NONE, List.of());
        Optional<Bootstrap.Interval> difference =
                none.size() == mine.size() && !policy.equals(NONE)
                        ? Optional.of(
                                Bootstrap.difference(
                                        values(mine, RunResult::kills),
                                        values(none, RunResult::kills)))
                        : Optional.empty();
        return new PolicySummary(
                policy,
                mine,
                regret(runs, mine, RunResult::kills),
                regret(runs, mine, RunResult::lostPodSeconds),
                difference,
                againstDefault(policy, mine, runs));
    }

    private static Optional<Paired> againstDefault(
            String policy, List<RunResult> mine, Map<String, List<RunResult>> runs) {
        List<RunResult> usual = runs.getOrDefault(DefaultPolicy.NAME, List.of());
        return policy.equals(DefaultPolicy.NAME) || usual.size() != mine.size()
                ? Optional.empty()
                : Optional.of(Paired.of(mine, usual));
    }

    /**
     * (policy - clairvoyant) / (none - clairvoyant). Where doing nothing is as good as
     * clairvoyance, nothing can be regretted but what is worse than it.
     */
    private static double regret(
            Map<String, List<RunResult>> runs,
            List<RunResult> mine,
            ToDoubleFunction<RunResult> figure) {
        double policy = mean(mine, figure);
        double none = mean(runs.getOrDefault(NONE, List.of()), figure);
        double best = mean(runs.getOrDefault(ClairvoyantPolicy.NAME, List.of()), figure);
        double room = none - best;
        if (room <= 0) {
            return policy > none ? 1 : 0;
        }
        return (policy - best) / room;
    }

    private static double mean(List<RunResult> runs, ToDoubleFunction<RunResult> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(0);
    }

    private static double[] values(List<RunResult> runs, ToDoubleFunction<RunResult> figure) {
        return runs.stream().mapToDouble(figure).toArray();
    }

    /**
     * Policies that no other one beats in both kills and bytes moved; clairvoyance does not count.
     */
    public List<String> paretoFront() {
        List<String> front = new ArrayList<>();
        List<PolicySummary> possible =
                policies.stream().filter(p -> !p.policy().equals(ClairvoyantPolicy.NAME)).toList();
        for (PolicySummary one : possible) {
            boolean beaten =
                    possible.stream()
                            .anyMatch(other ->
                                    kills(other) <= kills(one)
                                            && bytes(other) <= bytes(one)
                                            && (kills(other) < kills(one)
                                                    || bytes(other) < bytes(one)));
            if (!beaten) {
                front.add(one.policy());
            }
        }
        return front;
    }

    private static double kills(PolicySummary summary) {
        return summary.mean(RunResult::kills);
    }

    private static double bytes(PolicySummary summary) {
        return summary.mean(RunResult::bytesMoved);
    }
}
