package io.podferry.extender.advice;

import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Rejection;
import io.podferry.extender.protocol.Verdicts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    static List<Turned> turned(NodeNames nodes, Verdicts verdicts) {
        Map<Rejection, List<String>> examples = new LinkedHashMap<>();
        Map<Rejection, Integer> counts = new HashMap<>();
        for (int i = 0; verdicts.count() > 0 && i < nodes.size(); i++) {
            Rejection rejection = verdicts.of(i);
            if (rejection != null && counts.merge(rejection, 1, Integer::sum) <= EXAMPLES) {
                examples.computeIfAbsent(rejection, _ -> new ArrayList<>()).add(nodes.get(i));
            }
        }
        return examples.entrySet().stream()
                .map(one ->
                        new Turned(
                                one.getKey().reason(),
                                one.getKey().preemptionMayHelp(),
                                counts.getOrDefault(one.getKey(), 0),
                                List.copyOf(one.getValue())))
                .sorted(Comparator.comparingInt(Turned::nodes).reversed())
                .toList();
    }

    Explanation scored(NodeNames nodes, int[] scores) {
        int[] top = new int[EXAMPLES];
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            int place = found;
            while (place > 0 && scores[top[place - 1]] < scores[i]) {
                place--;
            }
            if (place < EXAMPLES) {
                found = Math.min(EXAMPLES, found + 1);
                System.arraycopy(top, place, top, place + 1, found - place - 1);
                top[place] = i;
            }
        }
        List<Scored> named = new ArrayList<>();
        for (int i = 0; i < found; i++) {
            named.add(new Scored(nodes.get(top[i]), scores[top[i]]));
        }
        return new Explanation(pod, at, kind, candidates, rejected, named);
    }
}
