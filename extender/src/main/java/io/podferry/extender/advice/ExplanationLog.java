package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NodeNames;
import io.podferry.extender.protocol.Verdicts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last answers about the pods asked about most recently; bounded. Thread-safe. */
final class ExplanationLog {
    private static final int KEPT = 4096;

    private final Map<String, Explanation> byPod =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Explanation> eldest) {
                    return size() > KEPT;
                }
            };

    void filtered(PodFacts pod, Instant at, String kind, NodeNames nodes, Verdicts verdicts) {
        Explanation explanation =
                new Explanation(
                        pod.qualifiedName(),
                        at,
                        kind,
                        nodes.size(),
                        Explanation.turned(nodes, verdicts),
                        List.of());
        synchronized (byPod) {
            byPod.put(pod.qualifiedName(), explanation);
        }
    }

    void scored(PodFacts pod, NodeNames nodes, int[] scores) {
        synchronized (byPod) {
            Explanation known = byPod.get(pod.qualifiedName());
            if (known != null) {
                byPod.put(pod.qualifiedName(), known.scored(nodes, scores));
            }
        }
    }

    Optional<Explanation> find(String podName) {
        synchronized (byPod) {
            return Optional.ofNullable(byPod.get(podName));
        }
    }
}
