package io.podferry.extender.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ApiRefusal;
import io.podferry.extender.leader.Leadership;
import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.migration.MigrationRecord;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The writes to pod objects that a migration needs. Each looks at the newest state first, names the
 * UID it means, may be repeated, and is done only by who leads. Thread-safe.
 */
public final class PodActions {
    /** Label of a clone made by hand that may go to its target now. */
    private static final String ADMITTED = PodFacts.ANNOTATIONS + "admitted";

    private static final Duration EFFECT = Duration.ofSeconds(3);

    private final ApiObjects api;
    private final Leadership leadership;

    public PodActions(ApiObjects api, Leadership leadership) {
        this.api = api;
        this.leadership = leadership;
    }

    /** The pod object of a name "namespace/name" now. */
    public Optional<ObjectNode> find(String qualifiedName) throws IOException {
        return api.get(path(qualifiedName));
    }

    /** The pod that a migration moves, as long as it is that very incarnation. */
    public Optional<ObjectNode> source(MigrationRecord record) throws IOException {
        return find(record.podName()).filter(pod -> uid(pod).equals(record.podUid().value()));
    }

    /** The pod object that is the migration's clone, if there is one already. */
    public Optional<ObjectNode> clone(MigrationRecord record) throws IOException {
        String query =
                URLEncoder.encode(
                        PodFacts.MIGRATION + "=" + record.id().value(), StandardCharsets.UTF_8);
        List<ObjectNode> found = api.list(collection(record.podName()) + "?labelSelector=" + query);
        return found.stream().filter(pod -> !uid(pod).equals(record.podUid().value())).findFirst();
    }

    /**
     * The clone's pod object: the one that is there, one that a person has made for this source, or
     * a new one.
     *
     * @throws MoveRefused when the pod of that name is no clone of this source
     */
    public ObjectNode obtainClone(MigrationRecord record, ObjectNode source)
            throws IOException, MoveRefused {
        Optional<ObjectNode> known = clone(record);
        if (known.isPresent()) {
            return known.get();
        }
        requireLeadership();
        ObjectNode wanted = CloneManifest.of(record, source);
        String namespace = namespace(record.podName());
        String name = namespace + "/" + wanted.path("metadata").path("name").asText();
        Optional<ObjectNode> byHand = find(name);
        if (byHand.isPresent()) {
            return adopt(record, source, byHand.get(), name);
        }
        try {
            return api.create(collection(name), wanted);
        } catch (ApiRefusal e) {
            if (e.conflict()) {
                throw new IOException("pod '%s' was made in this moment".formatted(name), e);
            }
            if (e.open()) {
                throw e;
            }
            throw new MoveRefused("the clone cannot be made: " + e.getMessage());
        }
    }

    /** A clone that a person has made becomes this migration's. */
    private ObjectNode adopt(
            MigrationRecord record, ObjectNode source, ObjectNode clone, String name)
            throws IOException, MoveRefused {
        String says = clone.path("metadata").path("annotations").path(PodFacts.CLONE_OF).asText("");
        if (!says.equals(CloneManifest.local(record.podName()))) {
            throw new MoveRefused(
                    "there is a pod '%s' already, which is no clone of '%s'. Choose another name for the clone."
                            .formatted(name, record.podName()));
        }
        if (!node(clone).isEmpty()) {
            throw new MoveRefused(
                    "pod '%s' is on node '%s' already, so it can be nobody's clone any more. Maybe it was made before the controller ran?"
                            .formatted(name, node(clone)));
        }
        if (!containers(source).equals(containers(clone))) {
            throw new MoveRefused(
                    "the clone '%s' has the containers %s, its source has %s. Give it the same names and images."
                            .formatted(name, containers(clone), containers(source)));
        }
        ObjectNode patch = ApiObjects.object();
        ObjectNode metadata =
                patch.putObject("metadata")
                        .put("resourceVersion", text(clone, "resourceVersion"))
                        .put("uid", uid(clone));
        metadata.putObject("labels").put(PodFacts.MIGRATION, record.id().value());
        metadata.putObject("annotations").put(PodFacts.SOURCE_UID, record.podUid().value());
        return api.patch(path(name), patch);
    }

    /** Lets the scheduler have the clone. */
    public void admit(ObjectNode clone) throws IOException {
        requireLeadership();
        Optional<ObjectNode> now = find(qualified(clone));
        if (now.isEmpty() || !uid(now.get()).equals(uid(clone))) {
            return;
        }
        ObjectNode fresh = now.get();
        ObjectNode patch = ApiObjects.object();
        ObjectNode metadata =
                patch.putObject("metadata")
                        .put("resourceVersion", text(fresh, "resourceVersion"))
                        .put("uid", uid(fresh));
        if (fresh.path("spec").get("schedulingGates") == null) {
            // The scheduler looks at a pod again whose labels have changed.
            metadata.putObject("labels").put(ADMITTED, "true");
            api.patch(path(qualified(fresh)), patch);
            return;
        }
        ArrayNode gates = patch.putObject("spec").putArray("schedulingGates");
        for (JsonNode gate : fresh.path("spec").path("schedulingGates")) {
            if (!gate.path("name").asText().equals(CloneManifest.GATE)) {
                gates.add(gate.deepCopy());
            }
        }
        api.patch(path(qualified(fresh)), patch);
    }

    /** Deletes the pod that has moved away; its kubelet is told, and nobody else with that name. */
    public void dismissSource(MigrationRecord record) throws IOException {
        requireLeadership();
        api.delete(path(record.podName()), record.podUid().value());
    }

    /**
     * Deletes a clone that is not wanted any more, if the controller has made it; one that a person
     * has made stays, and can never start.
     */
    public void dismissClone(MigrationRecord record) throws IOException {
        Optional<ObjectNode> clone = clone(record);
        if (clone.isPresent() && ours(clone.get())) {
            requireLeadership();
            api.delete(path(qualified(clone.get())), uid(clone.get()));
        }
    }

    /** Only a clone of the controller's is made with a pin to its target. */
    private static boolean ours(ObjectNode clone) {
        for (JsonNode term :
                clone.path("spec")
                        .path("affinity")
                        .path("nodeAffinity")
                        .path("requiredDuringSchedulingIgnoredDuringExecution")
                        .path("nodeSelectorTerms")) {
            for (JsonNode field : term.path("matchFields")) {
                if (field.path("key").asText().equals("metadata.name")) {
                    return true;
                }
            }
        }
        return false;
    }

    private void requireLeadership() throws IOException {
        if (!leadership.mayAct(EFFECT)) {
            throw new IOException("this replica does not lead any more");
        }
    }

    /** UID of an object. */
    public static String uid(JsonNode object) {
        return text(object, "uid");
    }

    /** Node that a pod is bound to; empty before. */
    public static String node(JsonNode pod) {
        return pod.path("spec").path("nodeName").asText("");
    }

    /** "namespace/name" of an object. */
    public static String qualified(JsonNode object) {
        return text(object, "namespace") + "/" + text(object, "name");
    }

    /** Names of the containers of a pod, in the order of its specification, with their images. */
    static List<String> containers(JsonNode pod) {
        return PodShape.of(pod).images();
    }

    private static String text(JsonNode object, String field) {
        return object.path("metadata").path(field).asText("");
    }

    private static String namespace(String qualifiedName) {
        return qualifiedName.substring(0, qualifiedName.indexOf('/'));
    }

    private static String collection(String qualifiedName) {
        return "/api/v1/namespaces/" + namespace(qualifiedName) + "/pods";
    }

    private static String path(String qualifiedName) {
        return collection(qualifiedName) + "/" + CloneManifest.local(qualifiedName);
    }
}
