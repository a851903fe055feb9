package io.podferry.policy.risk;

import io.podferry.policy.cluster.NodeName;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The risks of all nodes, by name.
 *
 * @param horizon how far the figures look ahead
 */
public record RiskReport(Duration horizon, Map<NodeName, NodeRisk> nodes) {
    public RiskReport {
        nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    }
}
