package io.podferry.extender.http;

import io.podferry.extender.advice.Advisor;
import io.podferry.extender.advice.Explanation;
import io.podferry.extender.advice.Reservation;
import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NameTable;
import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Rejection;
import io.podferry.extender.protocol.Verdicts;
import io.podferry.extender.protocol.Victims;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows n1 (good), n2 (full) and n3 (forbidden) for the pod lab/solver. */
final class FixedAdvisor implements Advisor {
    volatile Optional<String> trouble = Optional.empty();

    @Override
    public NameTable names() {
        return new NameTable(List.of("n1", "n2", "n3"));
    }

    @Override
    public Verdicts reject(PodFacts pod, NodeNames nodes) {
        if (pod.qualifiedName().equals("lab/broken")) {
            throw new IllegalStateException("a fault of our own");
        }
        Verdicts verdicts = new Verdicts(nodes.size());
        if (pod.qualifiedName().equals("lab/solver")) {
            reject(verdicts, nodes.indexOf("n2"), "needs 200Mi, free are 100Mi", true);
            reject(verdicts, nodes.indexOf("n3"), "is the node it must leave", false);
        }
        return verdicts;
    }

    private static void reject(Verdicts verdicts, int place, String reason, boolean help) {
        if (place >= 0) {
            verdicts.reject(place, new Rejection(reason, help));
        }
    }

    @Override
    public int[] score(PodFacts pod, NodeNames nodes) {
        Map<String, Integer> scores = Map.of("n1", 10, "n2", 3);
        return nodes.stream().mapToInt(node -> scores.getOrDefault(node, 0)).toArray();
    }

    @Override
    public Map<String, Victims> preempt(PodFacts pod, Map<String, Victims> victims) {
        Map<String, Victims> kept = new LinkedHashMap<>(victims);
        kept.remove("n3");
        return kept;
    }

    @Override
    public Optional<Explanation> explain(String podName) {
        return podName.equals("lab/solver")
                ? Optional.of(
                        new Explanation(podName, Instant.EPOCH, "new pod", 3, List.of(), List.of()))
                : Optional.empty();
    }

    @Override
    public List<Reservation> reservations() {
        Instant until = Instant.EPOCH.plusSeconds(9);
        return List.of(new Reservation("u-1", "lab/clone", "n1", DataSize.ofBytes(5), until));
    }

    @Override
    public Optional<String> notReady() {
        return trouble;
    }
}
