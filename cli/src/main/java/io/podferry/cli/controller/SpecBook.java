package io.podferry.cli.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.pods.PodActions;
import io.podferry.extender.pods.SpecObstacles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What keeps the movable pods from being moved by their objects: read once per pod, as a pod's
 * specification hardly changes; every move reads it anew. Thread-safe.
 */
final class SpecBook {
    private static final String NOT_MOVABLE =
            "it is not said to be movable. Give it the label %s=true.".formatted(PodFacts.MOVABLE);
    private static final String UNREAD = "its specification has not been read yet";

    private final PodActions pods;
    private final Map<String, List<String>> known = new ConcurrentHashMap<>();
    private final Map<String, String> wanted = new ConcurrentHashMap<>();

    SpecBook(PodActions pods) {
        this.pods = pods;
    }

    /** Why the policy may not move the pod, as far as its object tells. */
    List<String> obstacles(PodFacts pod) {
        if (!"true".equals(pod.labels().get(PodFacts.MOVABLE))) {
            return List.of(NOT_MOVABLE);
        }
        if (pod.leaving()) {
            return List.of("it is being deleted");
        }
        String uid = pod.uid().orElse("");
        List<String> read = known.get(uid);
        if (read == null) {
            wanted.put(uid, pod.qualifiedName());
            return List.of(UNREAD);
        }
        return read;
    }

    /** Reads what is wanted and forgets what is gone. */
    void refresh(Set<String> present) throws IOException {
        known.keySet().retainAll(present);
        for (Map.Entry<String, String> each : Map.copyOf(wanted).entrySet()) {
            wanted.remove(each.getKey());
            Optional<ObjectNode> pod = pods.find(each.getValue());
            if (pod.isPresent() && PodActions.uid(pod.get()).equals(each.getKey())) {
                known.put(each.getKey(), new ArrayList<>(SpecObstacles.of(pod.get())));
            }
        }
    }
}
