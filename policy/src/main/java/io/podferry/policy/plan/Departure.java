package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A pod that may leave an endangered node.
 *
 * @param paths its bytes on the paths of the node's futures
 * @param ways where it may go, at least one; the one with the lowest price first
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

    PodUid podUid() {
        return ways.getFirst().podUid();
    }

    /** The cheapest ways to targets that still have room beside what earlier steps send there. */
    List<Candidate> ways(Map<NodeName, Double> sent, int atMost) {
        return ways.stream()
                .filter(way ->
                        sent.getOrDefault(way.target(), 0.0) + way.size().bytes()
                                <= way.room().bytes())
                .limit(atMost)
                .toList();
    }
}
