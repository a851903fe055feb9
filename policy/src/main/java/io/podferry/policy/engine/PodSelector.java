package io.podferry.policy.engine;

import io.podferry.policy.cluster.PodSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which pods may be acted upon. Immutable.
 *
 * @param mode for all namespaces that say nothing else
 * @param modes per namespace
 * @param namespaces only these; all when empty
 * @param labels only pods with all of these, as key=value
 */
public record PodSelector(
        Mode mode, Map<String, Mode> modes, List<String> namespaces, List<String> labels) {
    /** Every pod, and decisions are acted on. */
    public static final PodSelector ALL =
            new PodSelector(Mode.ENFORCE, Map.of(), List.of(), List.of());

    public PodSelector {
        modes = Map.copyOf(new TreeMap<>(modes));
        namespaces = List.copyOf(namespaces);
        labels = List.copyOf(labels);
    }

    /** Whether decisions about the pod are acted on. */
    public Mode mode(PodSnapshot pod) {
        return modes.getOrDefault(pod.namespace(), mode);
    }

    /** Why the policy does not look at the pod; empty when it does. */
    public Optional<String> excluded(PodSnapshot pod) {
        String namespace = pod.namespace();
        if (!namespaces.isEmpty() && !namespaces.contains(namespace)) {
            return Optional.of("the policy does not select namespace " + namespace);
        }
        for (String label : labels) {
            int equals = label.indexOf('=');
            String key = equals < 0 ? label : label.substring(0, equals);
            String value = pod.labels().get(key);
            if (value == null || (equals >= 0 && !value.equals(label.substring(equals + 1)))) {
                return Optional.of("the policy selects only pods with the label " + label);
            }
        }
        return Optional.empty();
    }
}
