package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.plan.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A policy put together from a trigger, a selector, a placer and a remedy. What is known to be bad
 * data is never acted upon, whatever the parts say. Not thread-safe.
 */
final class ComposedPolicy implements Policy {
    private final String name;
    private final Cadence cadence;
    private final Trigger trigger;
    private final Selector selector;
    private final Placer placer;
    private final Remedy remedy;

    ComposedPolicy(
            String name,
            Duration period,
            Trigger trigger,
            Selector selector,
            Placer placer,
            Remedy remedy) {
        this.name = name;
        this.cadence = new Cadence(period);
        this.trigger = trigger;
        this.selector = selector;
        this.placer = placer;
        this.remedy = remedy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MigrationPlan plan(PlanningInput input) {
        List<NodeSnapshot> nodes = GoodData.nodes(input);
        nodes.forEach(node -> trigger.observe(node, input));
        if (!cadence.due(input.cluster().takenAt())) {
            return MigrationPlan.NOTHING;
        }
        Room room = new Room(nodes, input);
        List<Action> actions = new ArrayList<>();
        List<DecisionRecord> decisions = new ArrayList<>();
        for (NodeSnapshot node : nodes) {
            trigger.check(node, input)
                    .ifPresent(alarm -> decisions.add(decide(node, alarm, input, room, actions)));
        }
        return new MigrationPlan(actions, decisions);
    }

    private DecisionRecord decide(
            NodeSnapshot node, Alarm alarm, PlanningInput input, Room room, List<Action> actions) {
        Map<String, List<String>> rejections = new TreeMap<>();
        List<PodSnapshot> pods = GoodData.pods(node.name(), input, rejections);
        List<PodSnapshot> selected = selector.select(node, alarm, pods, input);
        List<Action> mine = new ArrayList<>();
        for (PodSnapshot pod : selected) {
            Optional<NodeSnapshot> target = placer.place(pod, room.without(node.name()));
            if (target.isEmpty() && remedy != Remedy.EVICT) {
                rejections
                        .computeIfAbsent("no node has room for it", _ -> new ArrayList<>())
                        .add(pod.name());
                continue;
            }
            target.ifPresent(to -> room.add(to.name(), pod.memory()));
            mine.add(action(node.name(), pod, target, alarm, input));
        }
        actions.addAll(mine);
        Finding finding = finding(pods, selected, mine);
        return new DecisionRecord(
                input.cluster().takenAt(),
                name,
                node.name(),
                Risks.of(node, input),
                input.futures().report().horizon(),
                finding,
                true,
                List.of(),
                rejections,
                mine.stream().findFirst(),
                alarm.reason() + "; " + outcome(finding, mine),
                "the trigger's condition not being met");
    }

    private Action action(
            NodeName source,
            PodSnapshot pod,
            Optional<NodeSnapshot> target,
            Alarm alarm,
            PlanningInput input) {
        if (remedy == Remedy.MOVE && target.isPresent()) {
            NodeName to = target.get().name();
            Duration upper = input.durations().upper(source, to, pod.memory());
            return new PlannedMove(
                    pod.uid(), pod.name(), source, to, pod.memory(), upper, alarm.reason());
        }
        return new Action.Evict(pod.uid(), pod.name(), source, pod.memory(), alarm.reason());
    }

    private static Finding finding(
            List<PodSnapshot> pods, List<PodSnapshot> selected, List<Action> done) {
        if (!done.isEmpty()) {
            return Finding.MOVE;
        }
        if (pods.isEmpty()) {
            return Finding.NOTHING_MOVABLE;
        }
        return selected.isEmpty() ? Finding.NOT_WORTH_IT : Finding.NO_ROOM;
    }

    private static String outcome(Finding finding, List<Action> done) {
        if (done.isEmpty()) {
            return finding == Finding.NO_ROOM ? "no node has room" : "no pod will do";
        }
        List<String> parts = new ArrayList<>();
        done.forEach(action -> parts.add(describe(action)));
        return String.join(", ", parts);
    }

    private static String describe(Action action) {
        return switch (action) {
            case PlannedMove move -> "moving " + move.podName() + " to " + move.target();
            case Action.Evict evict -> "evicting " + evict.podName();
            case Action.Resize resize -> "resizing " + resize.podName();
            case Action.Freeze freeze -> "freezing " + freeze.podName();
            case Action.Hold hold -> "holding " + hold.source();
        };
    }
}
