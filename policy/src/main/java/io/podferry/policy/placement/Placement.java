package io.podferry.policy.placement;

import io.podferry.policy.cluster.NodeName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to "where may this pod go".
 *
 * @param ranked possible nodes, best first
 * @param rejected the others: reason to nodes
 */
public record Placement(List<Ranked> ranked, Map<String, List<NodeName>> rejected) {
    /**
     * @param score from 0 to 1
     */
    public record Ranked(NodeName node, double score) {}

    public Placement {
        ranked = List.copyOf(ranked);
        rejected = Collections.unmodifiableMap(new TreeMap<>(rejected));
    }
}
