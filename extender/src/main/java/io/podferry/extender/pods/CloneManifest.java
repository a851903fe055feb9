package io.podferry.extender.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.migration.MigrationRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The pod object of a clone, made from its source's. It has a scheduling gate, so that nothing of
 * it can start before there are tickets for it, and fits on its target only, whoever schedules it.
 */
public final class CloneManifest {
    /** The gate, taken away when the target awaits the clone. */
    public static final String GATE = PodFacts.ANNOTATIONS + "held";

    private static final int LONGEST_NAME = 200;
    private static final String MARK = "-pf";

    private CloneManifest() {}

    /** Name of the clone of a pod: the wanted one, or a fresh one when that is the source's own. */
    public static String name(MigrationRecord record) {
        String source = local(record.podName());
        String wanted = local(record.cloneName());
        if (!wanted.equals(source)) {
            return wanted;
        }
        String stem = source.replaceFirst(MARK + "[0-9a-z]{1,13}$", "");
        if (stem.length() > LONGEST_NAME) {
            stem = stem.substring(0, LONGEST_NAME);
        }
        return stem + MARK + Long.toString(record.createdAt().toEpochMilli(), 36);
    }

    static String local(String qualified) {
        return qualified.substring(qualified.indexOf('/') + 1);
    }

    /** The object to be created. */
    public static ObjectNode of(MigrationRecord record, JsonNode source) {
        ObjectNode pod = ApiObjects.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata =
                pod.putObject("metadata")
                        .put("name", name(record))
                        .put(
                                "namespace",
                                record.podName().substring(0, record.podName().indexOf('/')));
        ObjectNode labels = metadata.putObject("labels");
        source.path("metadata")
                .path("labels")
                .properties()
                .forEach(e -> labels.set(e.getKey(), e.getValue()));
        labels.put(PodFacts.MIGRATION, record.id().value());
        ObjectNode annotations = metadata.putObject("annotations");
        source.path("metadata")
                .path("annotations")
                .properties()
                .forEach(e -> {
                    if (!e.getKey().startsWith(PodFacts.ANNOTATIONS)
                            && !e.getKey().startsWith("kubectl.kubernetes.io/")) {
                        annotations.set(e.getKey(), e.getValue());
                    }
                });
        annotations
                .put(PodFacts.CLONE_OF, local(record.podName()))
                .put(PodFacts.SOURCE_UID, record.podUid().value());
        ObjectNode spec = source.path("spec").deepCopy();
        spec.remove(List.of("nodeName", "ephemeralContainers", "schedulingGates"));
        // What they were to do is done, and lies in the volumes that move along.
        spec.remove("initContainers");
        if (!spec.has("hostname")) {
            // The program goes on under the name it knows.
            spec.put("hostname", hostname(local(record.podName())));
        }
        spec.putArray("schedulingGates").addObject().put("name", GATE);
        pin(spec, record.target().value());
        pod.set("spec", spec);
        return pod;
    }

    private static String hostname(String name) {
        String label = name.replace('.', '-');
        label = label.substring(0, Math.min(63, label.length()));
        return label.replaceFirst("-+$", "");
    }

    /** Every term of the pod's node affinity gets the target's name; an earlier pin goes. */
    private static void pin(ObjectNode spec, String node) {
        ObjectNode required =
                object(
                        object(object(spec, "affinity"), "nodeAffinity"),
                        "requiredDuringSchedulingIgnoredDuringExecution");
        ArrayNode terms =
                required.get("nodeSelectorTerms") instanceof ArrayNode known && !known.isEmpty()
                        ? known
                        : required.putArray("nodeSelectorTerms");
        if (terms.isEmpty()) {
            terms.addObject();
        }
        for (JsonNode term : terms) {
            if (term instanceof ObjectNode fields) {
                List<JsonNode> kept = new ArrayList<>();
                for (JsonNode each : fields.path("matchFields")) {
                    if (!each.path("key").asText().equals("metadata.name")) {
                        kept.add(each);
                    }
                }
                ArrayNode match = fields.putArray("matchFields");
                match.addAll(kept);
                match.addObject()
                        .put("key", "metadata.name")
                        .put("operator", "In")
                        .putArray("values")
                        .add(node);
            }
        }
    }

    private static ObjectNode object(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode known ? known : parent.putObject(field);
    }
}
