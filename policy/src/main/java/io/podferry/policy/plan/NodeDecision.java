package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.risk.NodeFuture;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The default policy's decision about one node: one way through, one record. Used once. */
final class NodeDecision {
    /** A tick this much shorter than the lead makes it cheap to look again. */
    private static final double CHEAP_WAIT = 0.1;

    /** Forecasts are surprised now and then: so much longer than foreseen may everything take. */
    private static final double SLACK = 2.5;

    private final PlanningInput input;
    private final DefaultPolicyConfig config;
    private final NodeRisk risk;
    private final Duration horizon;

    NodeDecision(PlanningInput input, DefaultPolicyConfig config, NodeRisk risk) {
        this.input = input;
        this.config = config;
        this.risk = risk;
        this.horizon = input.futures().report().horizon();
    }

    DecisionRecord decide(TargetIndex targets, Set<NodeName> taken) {
        if (risk.stale()) {
            return record(
                    Finding.UNKNOWN,
                    false,
                    "the node's sample is %s old".formatted(DecisionText.seconds(risk.age())),
                    "a sample of the node younger than "
                            + DecisionText.seconds(input.staleAfter()));
        }
        if (risk.exhaustionQ05().isEmpty()) {
            return record(
                    Finding.WAIT,
                    false,
                    "fewer than 5% of the futures see exhaustion",
                    "growth that reaches %s within %s"
                            .formatted(risk.usable(), DecisionText.seconds(horizon)));
        }
        if (!config.allows(Rung.MIGRATE)) {
            return record(
                    Finding.NOTHING_MOVABLE,
                    true,
                    "the policy does not allow moves",
                    "the rung 'migrate' in the ladder");
        }
        List<PodSnapshot> pods = input.cluster().podsOn(risk.node());
        Optional<DecisionRecord> early = notEvenTheSlowest(pods);
        if (early.isPresent()) {
            return early.get();
        }
        if (targets.exhausted()) {
            return record(
                    Finding.HELD_BACK,
                    true,
                    "more urgent nodes are looked at first",
                    "fewer nodes in trouble at once");
        }
        if (taken.size() >= input.admission().slots()) {
            return record(
                    Finding.HELD_BACK,
                    true,
                    "no more moves may begin now in the whole cluster",
                    "the end of a move under way");
        }
        NodeChoices choices = new NodeChoices(input, config, risk.node());
        targets.used();
        choices.explore(pods, targets.nodes(), taken);
        return choices.candidates().isEmpty() ? withoutAWay(choices) : withWays(choices);
    }

    /** When even all pods could be moved away later, no way needs to be looked at. */
    private Optional<DecisionRecord> notEvenTheSlowest(List<PodSnapshot> pods) {
        DataSize all = DataSize.ZERO;
        for (PodSnapshot pod : pods) {
            all = all.plus(pod.memory());
        }
        Duration slowest = duration((1 + SLACK) * seconds(input.durations().slowest(all)));
        Duration exhaustion = risk.exhaustionQ05().orElseThrow();
        if (exhaustion.compareTo(slowest.plus(config.reserve()).plus(input.tickInterval())) <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                record(
                        Finding.WAIT,
                        false,
                        "5%% of the futures end before %s; moving all pods (%s) takes less than that"
                                .formatted(DecisionText.seconds(exhaustion), all),
                        "5%% of the futures ending before %s"
                                .formatted(DecisionText.seconds(slowest))));
    }

    private DecisionRecord withoutAWay(NodeChoices choices) {
        if (!choices.anyMovable()) {
            return record(
                    Finding.NOTHING_MOVABLE,
                    true,
                    choices,
                    "no pod of the node can be moved",
                    "the obstacles named under rejections");
        }
        if (choices.anyObjection()) {
            return record(
                    Finding.HELD_BACK,
                    true,
                    choices,
                    "moves under way or limits forbid another move now",
                    "the end of what is named under rejections");
        }
        return record(
                Finding.NO_ROOM,
                true,
                choices,
                "no node has room for any pod of this node: capacity is needed",
                "a node with room for the smallest movable pod");
    }

    private DecisionRecord withWays(NodeChoices choices) {
        NodeFuture source = input.futures().of(risk.node());
        double tick = seconds(input.tickInterval());
        EvacuationPlanner planner = new EvacuationPlanner(source, choices.departures(), tick);
        Evacuation plan = planner.best();
        double saved = source.discountedRisk() - plan.cost();
        if (plan.steps().isEmpty() || saved < config.worthwhile()) {
            return hopeless(choices, saved);
        }
        Candidate first = plan.steps().getFirst();
        double slack = tick + seconds(config.reserve()) + SLACK * expectedSeconds(plan);
        Evacuation late = planner.delayed(plan, slack);
        double tooLate = late.future().probability(duration(late.endSeconds()));
        String way = way(plan);
        if (tooLate < config.share()) {
            return record(
                    Finding.WAIT,
                    false,
                    choices,
                    String.format(
                            Locale.ROOT,
                            "%s takes %s and can wait: begun at the next look, %.1f%% of the"
                                    + " futures end before it is through",
                            way,
                            DecisionText.seconds(duration(plan.endSeconds())),
                            100 * tooLate),
                    "%.1f%% of the futures ending before %s"
                            .formatted(
                                    100 * config.share(),
                                    DecisionText.seconds(duration(late.endSeconds()))));
        }
        int polls = input.dueBefore().getOrDefault(risk.node(), 0) + 1;
        boolean waitIsCheap = tick <= CHEAP_WAIT * late.endSeconds();
        if (waitIsCheap && polls < config.polls()) {
            return record(
                    Finding.WAIT,
                    true,
                    choices,
                    "due, in %d of the last looks; %d are needed".formatted(polls, config.polls()),
                    "being due at the next look too");
        }
        return move(choices, first, way, saved);
    }

    private DecisionRecord hopeless(NodeChoices choices, double saved) {
        Candidate best = choices.candidates().getFirst();
        if (best.riskWhileMoving() >= config.hopeless()) {
            return record(
                    Finding.NO_TIME_LEFT,
                    true,
                    choices,
                    "even moving %s (%s) takes %s, and half of the futures end before %s"
                            .formatted(
                                    best.podName(),
                                    best.size(),
                                    DecisionText.seconds(best.duration()),
                                    DecisionText.time(risk.exhaustionQ50())),
                    "a smaller pod, a faster move, or an earlier sign of growth");
        }
        return record(
                Finding.NOT_WORTH_IT,
                true,
                choices,
                String.format(
                        Locale.ROOT,
                        "the best moves would save %.3f expected kills, less than %.3f",
                        saved,
                        config.worthwhile()),
                "a target with less risk, or a cheaper pod");
    }

    private double expectedSeconds(Evacuation plan) {
        double sum = 0;
        for (Candidate step : plan.steps()) {
            sum += seconds(input.durations().expected(risk.node(), step.target(), step.size()));
        }
        return sum;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static String way(Evacuation plan) {
        Candidate first = plan.steps().getFirst();
        String way =
                "moving %s (%s) to %s".formatted(first.podName(), first.size(), first.target());
        return plan.steps().size() == 1
                ? way
                : way
                        + ", then "
                        + String.join(
                                ", ",
                                plan.steps().stream().skip(1).map(Candidate::podName).toList());
    }

    private DecisionRecord move(NodeChoices choices, Candidate chosen, String way, double saved) {
        String reason =
                String.format(
                        Locale.ROOT,
                        "%s may run out of memory in %s; %s takes up to %s and saves %.2f expected"
                                + " kills",
                        risk.node(),
                        DecisionText.time(risk.exhaustionQ05()),
                        way,
                        DecisionText.seconds(chosen.duration()),
                        saved);
        PlannedMove move =
                new PlannedMove(
                        chosen.podUid(),
                        chosen.podName(),
                        risk.node(),
                        chosen.target(),
                        chosen.size(),
                        chosen.duration(),
                        reason);
        return new DecisionRecord(
                input.cluster().takenAt(),
                DefaultPolicy.NAME,
                risk.node(),
                risk,
                horizon,
                Finding.MOVE,
                true,
                choices.candidates(),
                choices.rejections(),
                Optional.of(move),
                reason,
                "5%% of the futures ending later than %s"
                        .formatted(DecisionText.seconds(chosen.lead())));
    }

    private DecisionRecord record(Finding finding, boolean due, String reason, String wouldChange) {
        return record(finding, due, List.of(), Map.of(), reason, wouldChange);
    }

    private DecisionRecord record(
            Finding finding, boolean due, NodeChoices choices, String reason, String wouldChange) {
        return record(
                finding, due, choices.candidates(), choices.rejections(), reason, wouldChange);
    }

    private DecisionRecord record(
            Finding finding,
            boolean due,
            List<Candidate> candidates,
            Map<String, List<String>> rejections,
            String reason,
            String wouldChange) {
        return new DecisionRecord(
                input.cluster().takenAt(),
                DefaultPolicy.NAME,
                risk.node(),
                risk,
                horizon,
                finding,
                due,
                candidates,
                rejections,
                new Ladder(input, config).last(finding, risk),
                reason,
                wouldChange);
    }
}
