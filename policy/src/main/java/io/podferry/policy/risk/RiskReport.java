package io.podferry.policy.risk;

import io.podferry.policy.cluster.NodeName;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The risks of all nodes, by name. That of {@link Futures} computes them when they are asked for
 * and is valid within its tick; {@link #complete} makes one that lasts.
 *
 * @param horizon how far the figures look ahead
 */
public record RiskReport(Duration horizon, Map<NodeName, NodeRisk> nodes) {
    public RiskReport {
        nodes =
                nodes instanceof NodeRisks
                        ? nodes
                        : Collections.unmodifiableMap(new TreeMap<>(nodes));
    }

    /**
     * Nodes that may run out of memory or of which nothing is known, by name: no others need a
     * look.
     */
    public List<NodeRisk> endangered() {
        return nodes instanceof NodeRisks risks
                ? risks.endangered()
                : nodes.values().stream()
                        .filter(risk -> risk.stale() || risk.exhaustionProbability() > 0)
                        .toList();
    }

    /** The same with all figures computed; immutable and thread-safe. */
    public RiskReport complete() {
        return new RiskReport(horizon, new TreeMap<>(nodes));
    }
}
