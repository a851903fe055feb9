package io.podferry.extender.protocol;

import io.podferry.policy.units.DataSize;
import java.util.Map;
import java.util.Optional;

/**
 * What an extender needs to know of the pod that is to be scheduled.
 *
 * @param uid absent when the pod has no metadata
 * @param name "namespace/name"; empty parts when the pod has no metadata
 * @param memoryRequest sum of the containers' memory requests, absent when none has one
 */
public record PodFacts(
        Optional<String> uid,
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<DataSize> memoryRequest) {
    public PodFacts {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** The name as snapshots write it. */
    public String qualifiedName() {
        return namespace + "/" + name;
    }
}
