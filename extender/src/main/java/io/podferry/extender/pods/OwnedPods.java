package io.podferry.extender.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.leader.Leadership;
import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.migration.MigrationRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pods of a ReplicaSet or Job are not fought over but let go: a label by which the controller knows
 * its pod is changed, it releases the pod and makes a replacement, and that is the clone. When the
 * move is given up the label is put back: the controller takes its pod back and removes the
 * replacement. What the label was is written on the pod itself, so that whoever leads next can end
 * or undo it. All methods may be repeated. Thread-safe.
 */
public final class OwnedPods {
    /** Annotation of a released pod: UID of its controller. */
    static final String RELEASED = PodFacts.ANNOTATIONS + "released-by";

    /** Prefix of annotations of a released pod that hold its labels as they were. */
    static final String LABEL = PodFacts.ANNOTATIONS + "label.";

    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final Duration EFFECT = Duration.ofSeconds(3);

    /** The labels by which controllers know their pods, by kind. */
    private static final Map<String, List<String>> SELECTING =
            Map.of(
                    "ReplicaSet",
                    List.of("pod-template-hash"),
                    "Job",
                    List.of("batch.kubernetes.io/controller-uid", "controller-uid"));

    private final ApiObjects api;
    private final Leadership leadership;

    public OwnedPods(ApiObjects api, Leadership leadership) {
        this.api = api;
        this.leadership = leadership;
    }

    /** Whether pods of this kind of controller can be released. */
    static boolean known(String kind) {
        return SELECTING.containsKey(kind);
    }

    /** UID of the controller that the pod belongs to, or belonged to before it was released. */
    public static Optional<String> owner(JsonNode pod) {
        return controller(pod)
                .map(owner -> owner.path("uid").asText())
                .or(() ->
                        Optional.ofNullable(
                                pod.path("metadata")
                                        .path("annotations")
                                        .path(RELEASED)
                                        .textValue()));
    }

    private static Optional<JsonNode> controller(JsonNode pod) {
        for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    /**
     * The replacement that is to be the clone, marked as such; releases the source first.
     *
     * @return empty as long as the controller has made none
     * @throws MoveRefused when the replacement cannot be the clone
     */
    public Optional<ObjectNode> obtain(MigrationRecord record, ObjectNode source, String owner)
            throws IOException, MoveRefused {
        release(record, source);
        Optional<ObjectNode> scheduled = Optional.empty();
        for (ObjectNode pod : api.list(collection(record))) {
            if (PodActions.uid(pod).equals(record.podUid().value())) {
                continue;
            }
            JsonNode labels = pod.path("metadata").path("labels");
            boolean theirs =
                    controller(pod).filter(o -> o.path("uid").asText().equals(owner)).isPresent();
            String migration = labels.path(PodFacts.MIGRATION).asText("");
            if (!theirs || pod.path("metadata").has("deletionTimestamp")) {
                continue;
            }
            if (migration.equals(record.id().value())) {
                return Optional.of(pod);
            }
            if (migration.isEmpty() && younger(pod, record)) {
                if (PodActions.node(pod).isEmpty()) {
                    return Optional.of(marked(record, source, pod));
                }
                scheduled = Optional.of(pod);
            }
        }
        if (scheduled.isPresent()) {
            throw new MoveRefused(
                    "the replacement '%s' was scheduled to '%s' before it could be held. Maybe kube-scheduler does not ask the extender?"
                            .formatted(
                                    PodActions.qualified(scheduled.get()),
                                    PodActions.node(scheduled.get())));
        }
        return Optional.empty();
    }

    /** Only what was made after the move was planned can be the replacement. */
    private static boolean younger(ObjectNode pod, MigrationRecord record) {
        String made = pod.path("metadata").path("creationTimestamp").asText("");
        try {
            return !java.time.Instant.parse(made)
                    .isBefore(
                            record.createdAt().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        } catch (java.time.format.DateTimeParseException e) {
            return false;
        }
    }

    private ObjectNode marked(MigrationRecord record, ObjectNode source, ObjectNode pod)
            throws IOException, MoveRefused {
        String name = PodActions.qualified(pod);
        if (!PodActions.containers(source).equals(PodActions.containers(pod))) {
            throw new MoveRefused(
                    "the replacement '%s' has the containers %s, its source has %s: the template was changed meanwhile"
                            .formatted(
                                    name,
                                    PodActions.containers(pod),
                                    PodActions.containers(source)));
        }
        requireLeadership();
        ObjectNode patch = condition(pod);
        ObjectNode metadata = patch.withObject("/metadata");
        metadata.putObject("labels").put(PodFacts.MIGRATION, record.id().value());
        metadata.putObject("annotations")
                .put(PodFacts.CLONE_OF, CloneManifest.local(record.podName()))
                .put(PodFacts.SOURCE_UID, record.podUid().value());
        return api.patch(path(pod), patch);
    }

    private void release(MigrationRecord record, ObjectNode source)
            throws IOException, MoveRefused {
        Optional<JsonNode> owner = controller(source);
        JsonNode annotations = source.path("metadata").path("annotations");
        if (annotations.has(RELEASED) || owner.isEmpty()) {
            return;
        }
        String kind = owner.get().path("kind").asText();
        JsonNode labels = source.path("metadata").path("labels");
        ObjectNode patch = condition(source);
        ObjectNode changed = patch.withObject("/metadata").putObject("labels");
        ObjectNode kept = patch.withObject("/metadata").putObject("annotations");
        for (String label : SELECTING.getOrDefault(kind, List.of())) {
            if (labels.has(label)) {
                changed.put(label, "moving-" + record.id().value());
                kept.put(LABEL + label.replace('/', '_'), labels.path(label).asText());
            }
        }
        if (changed.isEmpty()) {
            throw new MoveRefused(
                    "pod '%s' has none of the labels by which its %s knows it, so it cannot be released"
                            .formatted(record.podName(), kind));
        }
        kept.put(RELEASED, owner.get().path("uid").asText());
        requireLeadership();
        api.patch(path(source), patch);
    }

    /** Puts the labels back as they were: the controller takes the pod back. */
    public void undo(MigrationRecord record, ObjectNode source) throws IOException {
        JsonNode annotations = source.path("metadata").path("annotations");
        if (!annotations.has(RELEASED)) {
            return;
        }
        ObjectNode patch = condition(source);
        ObjectNode labels = patch.withObject("/metadata").putObject("labels");
        ObjectNode removed = patch.withObject("/metadata").putObject("annotations");
        annotations
                .properties()
                .forEach(each -> {
                    if (each.getKey().startsWith(LABEL)) {
                        labels.put(
                                each.getKey().substring(LABEL.length()).replace('_', '/'),
                                each.getValue().asText());
                        removed.putNull(each.getKey());
                    }
                });
        removed.putNull(RELEASED);
        // Of the two pods the controller is to keep this one.
        removed.put(DELETION_COST, Integer.toString(Integer.MAX_VALUE));
        requireLeadership();
        api.patch(path(source), patch);
    }

    private void requireLeadership() throws IOException {
        if (!leadership.mayAct(EFFECT)) {
            throw new IOException("this replica does not lead any more");
        }
    }

    /** A patch of this very version of this very pod. */
    private static ObjectNode condition(ObjectNode pod) {
        ObjectNode patch = ApiObjects.object();
        patch.putObject("metadata")
                .put("uid", PodActions.uid(pod))
                .put("resourceVersion", pod.path("metadata").path("resourceVersion").asText(""));
        return patch;
    }

    private static String collection(MigrationRecord record) {
        return "/api/v1/namespaces/"
                + record.podName().substring(0, record.podName().indexOf('/'))
                + "/pods";
    }

    private static String path(ObjectNode pod) {
        return "/api/v1/namespaces/"
                + pod.path("metadata").path("namespace").asText()
                + "/pods/"
                + pod.path("metadata").path("name").asText();
    }
}
