package io.podferry.extender.objects;

import io.podferry.policy.units.DataSize;
import java.util.Map;
import java.util.Optional;

/**
 * What matters of a pod object.
 *
 * @param uid absent when the pod has none
 * @param namespace empty when the pod has none
 * @param name empty when the pod has none
 * @param labels labels with text values
 * @param annotations only those of Podferry
 * @param owner the controller that made it
 * @param priorityClass empty when the pod has none
 * @param node where it is bound, absent before
 * @param phase as in the pod's status, empty when unknown
 * @param leaving whether it is being deleted
 * @param memoryRequest what kube-scheduler counts for it, absent when no container requests memory
 * @param memoryLimit the sum of the limits, absent unless every container has one
 */
public record PodFacts(
        Optional<String> uid,
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<Owner> owner,
        String priorityClass,
        Optional<String> node,
        String phase,
        boolean leaving,
        Optional<DataSize> memoryRequest,
        Optional<DataSize> memoryLimit) {
    /** Prefix of the annotations that are kept. */
    public static final String ANNOTATIONS = "podferry.io/";

    /** Annotation of a clone made by hand: the name of the pod it continues, same namespace. */
    public static final String CLONE_OF = ANNOTATIONS + "clone-of";

    /** Label of a clone: the migration that it belongs to. Only Podferry sets it. */
    public static final String MIGRATION = ANNOTATIONS + "migration";

    /** Annotation of a clone: UID of the pod whose work it continues. Only Podferry sets it. */
    public static final String SOURCE_UID = ANNOTATIONS + "source-uid";

    /** Label by which people say that a pod may be moved: "true". */
    public static final String MOVABLE = ANNOTATIONS + "movable";

    /** The controller of a pod. */
    public record Owner(String uid, String kind, String name) {}

    public PodFacts {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** The name as snapshots write it. */
    public String qualifiedName() {
        return namespace + "/" + name;
    }

    /** The pod that this one says it continues, "namespace/name". */
    public Optional<String> cloneOf() {
        return Optional.ofNullable(annotations.get(CLONE_OF))
                .filter(source -> !source.isBlank())
                .map(source -> namespace + "/" + source.strip());
    }

    /** Whether the pod has run to its end. */
    public boolean ended() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** Pods of a class share their history: the owner, else the pod itself. */
    public String workloadClass() {
        return owner.map(o -> namespace + "/" + o.kind() + "/" + o.name())
                .orElseGet(this::qualifiedName);
    }
}
