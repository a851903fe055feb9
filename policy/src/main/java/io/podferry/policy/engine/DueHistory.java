package io.podferry.policy.engine;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.plan.DecisionRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which nodes were due for a move in the last few ticks. Not thread-safe. */
final class DueHistory {
    private int window;
    private final Map<NodeName, Integer> bits = new TreeMap<>();

    DueHistory(int window) {
        window(window);
    }

    /** Looks back on so many ticks from now on. */
    void window(int ticks) {
        if (ticks < 1 || ticks > 31) {
            throw new IllegalArgumentException(
                    "the window of the hysteresis must be 1 to 31 ticks: " + ticks);
        }
        window = ticks;
    }

    Map<NodeName, Integer> counts() {
        Map<NodeName, Integer> counts = new TreeMap<>();
        bits.forEach((node, pattern) -> counts.put(node, Integer.bitCount(pattern)));
        return counts;
    }

    void record(List<DecisionRecord> decisions) {
        Set<NodeName> due = new HashSet<>();
        decisions.stream().filter(DecisionRecord::due).forEach(d -> due.add(d.node()));
        due.forEach(node -> bits.putIfAbsent(node, 0));
        int mask = (1 << window) - 1;
        bits.replaceAll((node, old) -> (old << 1 | (due.contains(node) ? 1 : 0)) & mask);
        bits.values().removeIf(pattern -> pattern == 0);
    }
}
