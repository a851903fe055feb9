package io.podferry.policy.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import io.podferry.policy.cluster.NodeName;

/**
 * A pod that may leave an endangered node.
 *
 * @param paths its bytes on the paths of the node's futures
 * @param ways where it may go, the one with the lowest price first
 */
record Departure(double[][] paths, List<Candidate> ways) {
    Departure {
        ways =
                ways.stream()
                        .sorted(
                                Comparator.comparingDouble(Candidate::price)
                                        .thenComparing(Candidate::target))
                        .toList();
    }

    /** The cheapest way to a target that still has room beside what earlier steps send there. */
    Optional<Candidate> way(Map<NodeName, Double> sent) {
        return ways.stream()
                .filter(way ->
                        sent.getOrDefault(way.target(), 0.0) + way.size().bytes()
                                <= way.room().bytes())
                .findFirst();
    }
}
