package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
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

    /** When even the largest pod could still be moved later, no way needs to be looked at. */
    private Optional<DecisionRecord> notEvenTheSlowest(List<PodSnapshot> pods) {
        DataSize largest = DataSize.ZERO;
        for (PodSnapshot pod : pods) {
            largest = pod.memory().compareTo(largest) > 0 ? pod.memory() : largest;
        }
        Duration slowest = input.durations().slowest(largest).multipliedBy(2);
        Duration exhaustion = risk.exhaustionQ05().orElseThrow();
        if (exhaustion.compareTo(slowest.plus(config.reserve()).plus(input.tickInterval())) <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                record(
                        Finding.WAIT,
                        false,
                        "5%% of the futures end before %s; moving even the largest pod (%s) takes less than half of that"
                                .formatted(DecisionText.seconds(exhaustion), largest),
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
        Candidate best = choices.candidates().getFirst();
        Duration exhaustion = risk.exhaustionQ05().orElseThrow();
        boolean due = exhaustion.compareTo(best.lead()) <= 0;
        String way =
                String.format(
                        Locale.ROOT, "%s (%s) to %s", best.podName(), best.size(), best.target());
        if (!due) {
            return record(
                    Finding.WAIT,
                    false,
                    choices,
                    "moving %s takes %s and can wait: 5%% of the futures end before %s"
                            .formatted(
                                    way,
                                    DecisionText.seconds(best.duration()),
                                    DecisionText.seconds(exhaustion)),
                    "5%% of the futures ending before %s"
                            .formatted(DecisionText.seconds(best.lead())));
        }
        if (best.riskWhileMoving() >= config.hopeless()) {
            return record(
                    Finding.NO_TIME_LEFT,
                    true,
                    choices,
                    "even moving %s takes %s, and half of the futures end before %s"
                            .formatted(
                                    way,
                                    DecisionText.seconds(best.duration()),
                                    DecisionText.time(risk.exhaustionQ50())),
                    "a smaller pod, a faster move, or an earlier sign of growth");
        }
        double saved = input.futures().of(risk.node()).discountedRisk() - best.cost();
        if (saved < config.worthwhile()) {
            return record(
                    Finding.NOT_WORTH_IT,
                    true,
                    choices,
                    String.format(
                            Locale.ROOT,
                            "moving %s would save %.3f expected kills, less than %.3f",
                            way,
                            saved,
                            config.worthwhile()),
                    "a target with less risk, or a cheaper pod");
        }
        int polls = input.dueBefore().getOrDefault(risk.node(), 0) + 1;
        boolean waitIsCheap = input.tickInterval().toNanos() <= CHEAP_WAIT * best.lead().toNanos();
        if (waitIsCheap && polls < config.polls()) {
            return record(
                    Finding.WAIT,
                    true,
                    choices,
                    "due, in %d of the last looks; %d are needed".formatted(polls, config.polls()),
                    "being due at the next look too");
        }
        return move(choices, best, exhaustion, saved);
    }

    private DecisionRecord move(
            NodeChoices choices, Candidate chosen, Duration exhaustion, double saved) {
        String reason =
                String.format(
                        Locale.ROOT,
                        "%s may run out of memory in %s; moving %s (%s) to %s takes up to %s and"
                                + " saves %.2f expected kills",
                        risk.node(),
                        DecisionText.seconds(exhaustion),
                        chosen.podName(),
                        chosen.size(),
                        chosen.target(),
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
                Optional.empty(),
                reason,
                wouldChange);
    }
}
