package io.podferry.extender.migrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a record as a PodMigration and reads it back. The pod's namespace is the object's, the
 * migration's identity is its name. Fields of other versions are left as they are.
 */
final class PodMigrationCodec {
    static final String API_VERSION = "podferry.io/v1alpha1";
    static final String KIND = "PodMigration";

    private PodMigrationCodec() {}

    /** The namespace of the pod that moves. */
    static String namespace(MigrationRecord record) {
        int slash = record.podName().indexOf('/');
        if (slash < 1 || !record.cloneName().startsWith(record.podName().substring(0, slash + 1))) {
            throw new IllegalArgumentException(
                    "pod '%s' and clone '%s' of migration %s are not in one namespace. Maybe NAMESPACE/NAME?"
                            .formatted(record.podName(), record.cloneName(), record.id()));
        }
        return record.podName().substring(0, slash);
    }

    /** The object as it is created: all that never changes. */
    static ObjectNode created(MigrationRecord record) {
        ObjectNode object = ApiObjects.object().put("apiVersion", API_VERSION).put("kind", KIND);
        object.putObject("metadata")
                .put("name", record.id().value())
                .put("namespace", namespace(record));
        object.putObject("spec")
                .put("podName", local(record.podName()))
                .put("podUID", record.podUid().value())
                .put("cloneName", local(record.cloneName()))
                .put("cloneUID", record.cloneUid().value())
                .put("source", record.source().value())
                .put("target", record.target().value())
                .put("sizeBytes", record.size().bytes())
                .put("reason", record.reason())
                .put("requestedBy", record.requestedBy())
                .put("createdAt", record.createdAt().toString());
        return object;
    }

    private static String local(String qualified) {
        return qualified.substring(qualified.indexOf('/') + 1);
    }

    /** Writes all that changes. */
    static void writeStatus(MigrationRecord record, ObjectNode object) {
        ObjectNode status =
                object.get("status") instanceof ObjectNode known
                        ? known
                        : object.putObject("status");
        status.put("version", record.version())
                .put("epoch", record.epoch())
                .put("phase", Phases.of(record.state()))
                .put("phaseSince", record.stateSince().toString())
                .put("attempts", record.attempts());
        status.remove("rootHash");
        status.remove("abortReason");
        record.rootHash().ifPresent(hash -> status.put("rootHash", hash));
        record.abortReason().ifPresent(reason -> status.put("abortReason", reason));
        ObjectNode facts = status.putObject("facts");
        new TreeMap<>(record.facts()).forEach(facts::put);
        Conditions.write(record, status);
    }

    /** The version that is stored; 0 when the object has been created but never written. */
    static long version(JsonNode object) {
        return object.path("status").path("version").asLong(0);
    }

    /**
     * Reads an object that has a status.
     *
     * @throws IOException naming the field when it does not hold a migration
     */
    static MigrationRecord read(JsonNode object) throws IOException {
        JsonNode spec = object.path("spec");
        JsonNode status = object.path("status");
        String namespace = text(object.path("metadata"), "namespace");
        String name = text(object.path("metadata"), "name");
        try {
            return new MigrationRecord(
                    new MigrationId(name),
                    version(object),
                    status.path("epoch").asLong(),
                    Phases.state(text(status, "phase")),
                    new PodUid(text(spec, "podUID")),
                    new PodUid(text(spec, "cloneUID")),
                    namespace + "/" + text(spec, "podName"),
                    namespace + "/" + text(spec, "cloneName"),
                    new NodeName(text(spec, "source")),
                    new NodeName(text(spec, "target")),
                    new DataSize(spec.path("sizeBytes").asLong()),
                    spec.path("reason").asText(""),
                    text(spec, "requestedBy"),
                    Instant.parse(text(spec, "createdAt")),
                    Instant.parse(text(status, "phaseSince")),
                    Optional.ofNullable(status.path("rootHash").textValue()),
                    Optional.ofNullable(status.path("abortReason").textValue()),
                    status.path("attempts").asInt(),
                    facts(status.path("facts")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    "PodMigration %s/%s: %s".formatted(namespace, name, e.getMessage()), e);
        }
    }

    private static Map<String, Long> facts(JsonNode node) {
        Map<String, Long> facts = new TreeMap<>();
        node.properties().forEach(fact -> facts.put(fact.getKey(), fact.getValue().asLong()));
        return facts;
    }

    private static String text(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IOException("a PodMigration lacks '%s': %s".formatted(field, node));
        }
        return value.asText();
    }

    /** Names of states as Kubernetes writes such things: PREFLIGHT_OK is PreflightOk. */
    static final class Phases {
        private Phases() {}

        static String of(MigrationState state) {
            StringBuilder phase = new StringBuilder();
            for (String word : state.name().split("_", -1)) {
                phase.append(word.charAt(0))
                        .append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
            }
            return phase.toString();
        }

        static MigrationState state(String phase) {
            for (MigrationState state : MigrationState.values()) {
                if (of(state).equals(phase)) {
                    return state;
                }
            }
            throw new IllegalArgumentException(
                    "there is no phase '%s'. Maybe a newer Podferry wrote it?".formatted(phase));
        }
    }
}
