package io.podferry.cli.cluster;

import io.podferry.policy.units.DataSize;
import java.util.List;

/**
 * Refuses nodes that the machine cannot back: then the machine itself, not a node, would run out.
 */
final class MemoryCheck {
    static final DataSize SMALLEST_NODE = DataSize.ofMebibytes(32);

    private MemoryCheck() {}

    static void check(List<DataSize> nodes, DataSize machine) {
        DataSize sum = DataSize.ZERO;
        for (DataSize node : nodes) {
            if (node.compareTo(SMALLEST_NODE) < 0) {
                throw new ClusterException(
                        "a node with %s is too small to do anything. Give it at least %s: --memory %s"
                                .formatted(node, SMALLEST_NODE, SMALLEST_NODE));
            }
            sum = sum.plus(node);
        }
        if (sum.compareTo(machine) > 0) {
            long each = (machine.bytes() / nodes.size()) >> 20;
            String smaller =
                    each >= SMALLEST_NODE.bytes() >> 20
                            ? "Maybe --memory %dMi, or fewer nodes?".formatted(each)
                            : "Use fewer nodes.";
            throw new ClusterException(
                    "%d nodes need %s, but this machine has %s. %s"
                            .formatted(nodes.size(), sum, machine, smaller));
        }
    }
}
