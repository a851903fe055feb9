package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.risk.InFlight;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The nodes that a pod may go to, cut down to those that come into question: the first few dozen by
 * share of headroom in the forecast, by headroom in bytes, and by memory that is free now. A pod
 * that fits on none of the last ones fits nowhere. Knows what is promised to moves of this plan.
 */
final class TargetIndex {
    private static final int BEST = 24;
    private static final int MOST_NODES = 32;

    private final PlanningInput input;
    private final Map<NodeName, DataSize> promised = new TreeMap<>();
    private Map<NodeName, NodeOutlook> best = Map.of();
    private int used;

    TargetIndex(PlanningInput input) {
        this.input = input;
        for (InFlight move : input.inFlight()) {
            if (input.cluster().pod(move.cloneUid()).isEmpty()) {
                promised.merge(move.target(), move.size(), DataSize::plus);
            }
        }
    }

    /** The nodes to place against, as they are after the moves decided so far. */
    Collection<NodeOutlook> nodes() {
        if (best.isEmpty()) {
            best = collect();
        }
        return best.values();
    }

    /** One more node was looked at in detail. */
    void used() {
        used++;
    }

    /** Whether enough nodes were looked at in detail for one tick. */
    boolean exhausted() {
        return used >= MOST_NODES;
    }

    /** Counts a move of this plan at its target. */
    void promise(PlannedMove move) {
        promised.merge(move.target(), move.size(), DataSize::plus);
        NodeOutlook outlook = best.get(move.target());
        if (outlook != null) {
            best.put(
                    move.target(),
                    new NodeOutlook(
                            outlook.node(),
                            outlook.risk(),
                            promised.getOrDefault(move.target(), DataSize.ZERO)));
        }
    }

    private Map<NodeName, NodeOutlook> collect() {
        List<NodeOutlook> all = new ArrayList<>();
        for (NodeSnapshot node : input.cluster().nodes()) {
            NodeRisk risk = input.futures().report().nodes().get(node.name());
            if (risk != null) {
                DataSize reserved = promised.getOrDefault(node.name(), DataSize.ZERO);
                all.add(new NodeOutlook(node, risk, reserved));
            }
        }
        Map<NodeName, NodeOutlook> chosen = new LinkedHashMap<>();
        if (all.size() <= 3 * BEST) {
            all.forEach(node -> chosen.put(node.node().name(), node));
            return chosen;
        }
        List<Comparator<NodeOutlook>> orders =
                List.of(
                        Comparator.comparingDouble(TargetIndex::forecastShare).reversed(),
                        Comparator.comparingDouble(TargetIndex::forecastBytes).reversed(),
                        Comparator.comparing(NodeOutlook::free).reversed());
        List<NodeOutlook> open = all.stream().filter(node -> node.node().schedulable()).toList();
        for (Comparator<NodeOutlook> order : orders) {
            BestOf.pick(open, BEST, order).forEach(node -> chosen.put(node.node().name(), node));
        }
        return chosen;
    }

    private static double forecastBytes(NodeOutlook node) {
        return (double) node.risk().usable().bytes() - node.risk().q90().bytes();
    }

    private static double forecastShare(NodeOutlook node) {
        double usable = node.risk().usable().bytes();
        return usable == 0 ? 0 : forecastBytes(node) / usable;
    }
}
