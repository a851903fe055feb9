package io.podferry.extender.migrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;

/**
 * A PodMigration that a person made and no controller has taken up yet. Whatever is absent is
 * empty: whoever takes it up checks it.
 *
 * @param namespace of the object and of the pod
 * @param name of the object: the migration's identity
 * @param podName the pod to move
 * @param podUid its UID
 * @param cloneName name of the pod that continues it
 * @param cloneUid identity of the incarnation to be
 * @param source node that it leaves
 * @param target node that it goes to
 * @param sizeBytes memory that the clone is to have
 * @param reason why
 * @param requestedBy who wants it
 * @param createdAt when it was written, ISO 8601
 */
public record PodMigrationWish(
        String namespace,
        String name,
        String podName,
        String podUid,
        String cloneName,
        String cloneUid,
        String source,
        String target,
        long sizeBytes,
        String reason,
        String requestedBy,
        String createdAt) {
    static PodMigrationWish of(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode metadata = object.path("metadata");
        return new PodMigrationWish(
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""),
                spec.path("podName").asText(""),
                spec.path("podUID").asText(""),
                spec.path("cloneName").asText(""),
                spec.path("cloneUID").asText(""),
                spec.path("source").asText(""),
                spec.path("target").asText(""),
                spec.path("sizeBytes").asLong(),
                spec.path("reason").asText(""),
                spec.path("requestedBy").asText(""),
                spec.path("createdAt").asText(""));
    }

    /** Where objects of a namespace are. */
    public static String collection(String namespace) {
        return "/apis/%s/namespaces/%s/podmigrations"
                .formatted(PodMigrationCodec.API_VERSION, namespace);
    }

    /** The object as a person's command writes it. */
    public ObjectNode object() {
        ObjectNode object =
                ApiObjects.object()
                        .put("apiVersion", PodMigrationCodec.API_VERSION)
                        .put("kind", PodMigrationCodec.KIND);
        object.putObject("metadata").put("name", name).put("namespace", namespace);
        object.putObject("spec")
                .put("podName", podName)
                .put("podUID", podUid)
                .put("cloneName", cloneName)
                .put("cloneUID", cloneUid)
                .put("source", source)
                .put("target", target)
                .put("sizeBytes", sizeBytes)
                .put("reason", reason)
                .put("requestedBy", requestedBy)
                .put("createdAt", createdAt);
        return object;
    }
}
