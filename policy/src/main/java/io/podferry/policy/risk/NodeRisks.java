package io.podferry.policy.risk;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.telemetry.NodeTable;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The risks of all nodes, computed one by one when they are asked for: most nodes are calm, and of
 * most calm nodes nobody ever asks. Read-only; valid within its tick. Not thread-safe.
 */
final class NodeRisks extends AbstractMap<NodeName, NodeRisk> {
    private final NodeTable nodes;
    private final List<NodeName> endangered;
    private final IntFunction<NodeRisk> compute;
    private final @Nullable NodeRisk[] known;

    /**
     * @param endangered nodes that are not calm or of which nothing is known, by name
     * @param compute makes the risk of the node in a row
     */
    NodeRisks(NodeTable nodes, List<NodeName> endangered, IntFunction<NodeRisk> compute) {
        this.nodes = nodes;
        this.endangered = endangered;
        this.compute = compute;
        this.known = new @Nullable NodeRisk[nodes.rows()];
    }

    /** Those that are not calm or of which nothing is known, by name. */
    List<NodeRisk> endangered() {
        return endangered.stream().map(this::of).toList();
    }

    private NodeRisk of(NodeName name) {
        Integer row = nodes.find(name);
        if (row == null) {
            throw new IllegalStateException("node " + name + " went within a tick");
        }
        return of((int) row);
    }

    private NodeRisk of(int row) {
        NodeRisk risk = known[row];
        if (risk == null) {
            risk = compute.apply(row);
            known[row] = risk;
        }
        return risk;
    }

    @Override
    public @Nullable NodeRisk get(Object key) {
        Integer row = key instanceof NodeName name ? nodes.find(name) : null;
        return row == null ? null : of((int) row);
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof NodeName name && nodes.find(name) != null;
    }

    @Override
    public int size() {
        return nodes.ordered().length;
    }

    @Override
    public Set<Map.Entry<NodeName, NodeRisk>> entrySet() {
        Map<NodeName, NodeRisk> all = new LinkedHashMap<>();
        for (int row : nodes.ordered()) {
            all.put(nodes.name(row), of(row));
        }
        return Collections.unmodifiableMap(all).entrySet();
    }
}
