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
import io.podferry.policy.risk.InFlight;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The controller of the 2022 prototype: every 15 s, threshold 30 % free, one move after the other.
 * Its look at a pod's remaining run time is left out: nobody knows that. Not thread-safe.
 */
public final class ElcheadPolicy implements Policy {
    private static final Duration LOOP = Duration.ofSeconds(15);
    private static final double THRESHOLD = 30;
    private static final double TARGET_MARGIN = 5;
    private static final double GB = 1e9;
    private static final double SLOPE_WINDOW_SECONDS = 120;
    private static final double MISSING_SLOPE = -1;

    private final String name;
    private final ElcheadSelector selector;
    private final boolean slopeRequest;
    private final ElcheadDefects defects;
    private final Cadence cadence = new Cadence(LOOP);
    private final Map<String, Integer> moves = new HashMap<>();

    /**
     * @param slopeRequest whether growth counts in the request; otherwise the present use alone
     */
    public ElcheadPolicy(
            String name, ElcheadSelector selector, boolean slopeRequest, ElcheadDefects defects) {
        this.name = name;
        this.selector = selector;
        this.slopeRequest = slopeRequest;
        this.defects = defects;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MigrationPlan plan(PlanningInput input) {
        if (!cadence.due(input.cluster().takenAt()) || !input.inFlight().isEmpty()) {
            return MigrationPlan.NOTHING;
        }
        List<Action> actions = new ArrayList<>();
        List<DecisionRecord> decisions = new ArrayList<>();
        List<NodeSnapshot> nodes = GoodData.nodes(input);
        for (NodeSnapshot node : nodes) {
            double request = request(node, input);
            if (request <= 0) {
                continue;
            }
            DecisionRecord decision = decide(node, request, nodes, input, actions);
            decisions.add(decision);
            if (decision.finding() == Finding.NO_ROOM && defects.fullNodeStopsRound()) {
                break;
            }
        }
        return new MigrationPlan(actions, decisions);
    }

    /** GB that should leave; 0 or less when the node is not critical. */
    private double request(NodeSnapshot node, PlanningInput input) {
        double memoryGb = node.usable().bytes() / GB;
        double free = 100 * (1 - Shares.used(node));
        if (slopeRequest) {
            double growth = 0;
            for (PodSnapshot pod : input.cluster().podsOn(node.name())) {
                growth += slope(pod, input);
            }
            free -= ElcheadSelector.MINUTES * growth / memoryGb * 100;
        }
        return free < THRESHOLD ? (THRESHOLD - free) / 100 * memoryGb : 0;
    }

    private double slope(PodSnapshot pod, PlanningInput input) {
        double bytesPerSecond =
                input.cluster()
                        .series(pod.uid())
                        .map(series -> series.slope(SLOPE_WINDOW_SECONDS))
                        .orElse(Double.NaN);
        if (Double.isNaN(bytesPerSecond)) {
            return defects.missingSlopeShrinks() ? MISSING_SLOPE : 0;
        }
        return bytesPerSecond * 60 / GB;
    }

    private DecisionRecord decide(
            NodeSnapshot node,
            double request,
            List<NodeSnapshot> nodes,
            PlanningInput input,
            List<Action> actions) {
        Map<String, List<String>> rejections = new TreeMap<>();
        List<ElcheadPod> pods = new ArrayList<>();
        for (PodSnapshot pod : GoodData.pods(node.name(), input, rejections)) {
            int moved = moves.getOrDefault(pod.name(), 0);
            pods.add(new ElcheadPod(pod, pod.memory().bytes() / GB, slope(pod, input), moved));
        }
        ElcheadSelector.Choice choice =
                selector.choose(pods, request, node.headroom().bytes() / GB);
        if (choice.pods().isEmpty()) {
            return record(
                    node, input, Finding.NOT_WORTH_IT, rejections, request, choice.error(), null);
        }
        Optional<NodeSnapshot> target = target(node, nodes);
        double added = 0;
        List<PlannedMove> mine = new ArrayList<>();
        for (ElcheadPod pod : choice.pods()) {
            if (target.isPresent() && accepts(target.get(), added, pod, input)) {
                added += pod.pod().memory().bytes();
                mine.add(move(pod.pod(), node.name(), target.get().name(), input));
            }
        }
        if (mine.isEmpty()) {
            return record(
                    node,
                    input,
                    Finding.NO_ROOM,
                    rejections,
                    request,
                    "provision a new node",
                    null);
        }
        mine.forEach(move -> moves.merge(move.podName(), 1, Integer::sum));
        actions.addAll(mine);
        return record(node, input, Finding.MOVE, rejections, request, "moving", mine.getFirst());
    }

    /** The node with the most free percent, chosen once. */
    private static Optional<NodeSnapshot> target(NodeSnapshot source, List<NodeSnapshot> nodes) {
        return nodes.stream()
                .filter(node -> node.schedulable() && !node.name().equals(source.name()))
                .min(Comparator.comparingDouble(Shares::used));
    }

    private boolean accepts(
            NodeSnapshot target, double added, ElcheadPod pod, PlanningInput input) {
        double coming = added;
        if (!defects.ignoresArrivals()) {
            for (InFlight move : input.inFlight()) {
                coming += move.target().equals(target.name()) ? move.size().bytes() : 0;
            }
            for (PodSnapshot resident : input.cluster().podsOn(target.name())) {
                coming += Math.max(0, slope(resident, input)) * ElcheadSelector.MINUTES * GB;
            }
        }
        double used = target.memory().bytes() + coming + pod.pod().memory().bytes();
        double free = 100 * (1 - used / target.usable().bytes());
        return free >= THRESHOLD + TARGET_MARGIN;
    }

    private static PlannedMove move(
            PodSnapshot pod, NodeName source, NodeName target, PlanningInput input) {
        DataSize size = pod.memory();
        return new PlannedMove(
                pod.uid(),
                pod.name(),
                source,
                target,
                size,
                input.durations().upper(source, target, size),
                "%s is critical".formatted(source));
    }

    private DecisionRecord record(
            NodeSnapshot node,
            PlanningInput input,
            Finding finding,
            Map<String, List<String>> rejections,
            double request,
            String outcome,
            @org.jspecify.annotations.Nullable Action action) {
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
                Optional.ofNullable(action),
                String.format(Locale.ROOT, "%.1f GB should leave; %s", request, outcome),
                "more than %.0f%% free".formatted(THRESHOLD));
    }
}
