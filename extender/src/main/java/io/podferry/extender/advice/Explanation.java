package io.podferry.extender.advice;

import io.podferry.extender.protocol.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What was answered about a pod, in the few figures that fit on a screen.
 *
 * @param pod "namespace/name"
 * @param at when kube-scheduler asked last
 * @param kind what the pod is to us, and why it is treated so: one sentence
 * @param candidates how many nodes the last filter call named
 * @param rejected why nodes were turned down, most frequent reason first
 * @param best the best scores that were given, best first; empty before prioritize
 */
public record Explanation(
        String pod,
        Instant at,
        String kind,
        int candidates,
        List<Turned> rejected,
        List<Scored> best) {
    private static final int EXAMPLES = 3;

    /**
     * Nodes turned down for the same reason.
     *
     * @param nodes how many
     * @param examples some of them
     */
    public record Turned(
            String reason, boolean preemptionMayHelp, int nodes, List<String> examples) {}

    /** A score that was given, 0 to 10. */
    public record Scored(String node, int score) {}

    public Explanation {
        rejected = List.copyOf(rejected);
        best = List.copyOf(best);
    }

    static List<Turned> turned(Map<String, Rejection> rejections) {
        Map<String, List<String>> byReason = new TreeMap<>();
        Map<String, Rejection> sample = new TreeMap<>();
        rejections.forEach((node, rejection) -> {
            byReason.computeIfAbsent(rejection.reason(), _ -> new ArrayList<>()).add(node);
            sample.putIfAbsent(rejection.reason(), rejection);
        });
        return sample.values().stream()
                .map(rejection -> turned(rejection, byReason))
                .sorted(Comparator.comparingInt(Turned::nodes).reversed())
                .toList();
    }

    private static Turned turned(Rejection rejection, Map<String, List<String>> byReason) {
        List<String> nodes = byReason.getOrDefault(rejection.reason(), List.of());
        return new Turned(
                rejection.reason(),
                rejection.preemptionMayHelp(),
                nodes.size(),
                nodes.stream().sorted().limit(EXAMPLES).toList());
    }

    Explanation scored(List<String> nodes, int[] scores) {
        List<Scored> top = new ArrayList<>();
        for (int level = 10; level >= 0 && top.size() < EXAMPLES; level--) {
            int wanted = level;
            IntStream.range(0, scores.length)
                    .filter(i -> scores[i] == wanted)
                    .limit(EXAMPLES - top.size())
                    .forEach(i -> top.add(new Scored(nodes.get(i), scores[i])));
        }
        return new Explanation(pod, at, kind, candidates, rejected, top);
    }
}
