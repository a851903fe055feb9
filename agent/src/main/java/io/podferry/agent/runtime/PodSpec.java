package io.podferry.agent.runtime;

import java.util.List;
import java.util.Map;

/**
 * What a pod is to be, as its owner asked for it; the only authority about a pod, never what an
 * archive says.
 *
 * @param name name for people, {@code [a-z0-9-]{1,63}}
 * @param workloadClass class whose growth history it shares
 * @param labels the owner's labels
 * @param containers at least one
 */
public record PodSpec(
        String name,
        String workloadClass,
        Map<String, String> labels,
        List<ContainerSpec> containers) {

    public PodSpec {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        containers = containers == null ? List.of() : List.copyOf(containers);
    }

    /** The same pod under another name. */
    public PodSpec named(String other) {
        return new PodSpec(other, workloadClass, labels, containers);
    }
}
