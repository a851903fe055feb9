package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.units.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The nodes as they will be with what is on its way to them. Not thread-safe. */
final class Room {
    private final Map<NodeName, NodeSnapshot> nodes = new TreeMap<>();

    Room(List<NodeSnapshot> known, PlanningInput input) {
        known.forEach(node -> nodes.put(node.name(), node));
        input.inFlight().forEach(move -> add(move.target(), move.size()));
    }

    void add(NodeName name, DataSize size) {
        nodes.computeIfPresent(
                name,
                (_, node) ->
                        new NodeSnapshot(
                                name,
                                node.usable(),
                                node.memory().plus(size),
                                node.sampledAt(),
                                node.pressureSome10(),
                                node.schedulable()));
    }

    /** All other nodes that take pods, by name. */
    List<NodeSnapshot> without(NodeName source) {
        List<NodeSnapshot> others = new ArrayList<>();
        for (NodeSnapshot node : nodes.values()) {
            if (node.schedulable() && !node.name().equals(source)) {
                others.add(node);
            }
        }
        return others;
    }
}
