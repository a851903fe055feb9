package io.podferry.extender.http;

import io.podferry.extender.advice.Advisor;
import io.podferry.extender.protocol.PodFacts;
import io.podferry.extender.protocol.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows n1 (good), n2 (full) and n3 (forbidden) for the pod lab/solver. */
final class FixedAdvisor implements Advisor {
    volatile Optional<String> trouble = Optional.empty();

    @Override
    public Map<String, Rejection> reject(PodFacts pod, List<String> nodes) {
        if (pod.qualifiedName().equals("lab/broken")) {
            throw new IllegalStateException("a fault of our own");
        }
        if (!pod.qualifiedName().equals("lab/solver")) {
            return Map.of();
        }
        Map<String, Rejection> all =
                new HashMap<>(
                        Map.of(
                                "n2", new Rejection("needs 200Mi, free are 100Mi", true),
                                "n3", new Rejection("is the node it must leave", false)));
        all.keySet().retainAll(nodes);
        return all;
    }

    @Override
    public Map<String, Double> score(PodFacts pod, List<String> nodes) {
        return Map.of("n1", 1.04, "n2", 0.31);
    }

    @Override
    public Optional<String> notReady() {
        return trouble;
    }
}
