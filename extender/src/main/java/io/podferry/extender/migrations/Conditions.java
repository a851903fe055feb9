package io.podferry.extender.migrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;

/**
 * What people and tools read of a migration without knowing its phases. {@code Ready}: the pod runs
 * on its target; {@code Committed}: the decision to run the clone has been taken; {@code Aborted}:
 * the pod stays, or goes back to, where it was.
 */
final class Conditions {
    private Conditions() {}

    static void write(MigrationRecord record, ObjectNode status) {
        JsonNode before = status.path("conditions").deepCopy();
        ArrayNode conditions = status.putArray("conditions");
        MigrationState state = record.state();
        boolean ready = state == MigrationState.RUNNING || state == MigrationState.DONE;
        boolean aborted = state == MigrationState.ABORTING || state == MigrationState.ABORTED;
        add(conditions, before, record, "Ready", ready, message(record));
        add(
                conditions,
                before,
                record,
                "Committed",
                state.committed(),
                state.committed() ? "the clone will run, the source will not" : "not decided yet");
        add(
                conditions,
                before,
                record,
                "Aborted",
                aborted,
                record.abortReason().orElse("the move goes on"));
        Long downtime = record.facts().get(MigrationFacts.DOWNTIME_MILLIS);
        if (downtime != null) {
            status.put("downtime", downtime + "ms");
        }
    }

    private static String message(MigrationRecord record) {
        return switch (record.state()) {
            case PLANNED -> "source and target are asked whether the move can work";
            case PREFLIGHT_OK -> "a place on %s is being held".formatted(record.target());
            case TARGET_HELD -> "the pod is about to be frozen";
            case FROZEN -> "the pod stands still and its memory is being written";
            case DUMPED -> "its memory is on its way to %s".formatted(record.target());
            case SHIPPED -> "the clone is being rebuilt";
            case PREPARED -> "the clone is rebuilt and waits for the decision";
            case COMMITTED -> "decided; the source is being stopped";
            case SOURCE_DEAD -> "the source is gone; the clone is being let go";
            case RUNNING -> "the pod runs on %s".formatted(record.target());
            case DONE -> "the pod runs on %s, nothing is left to do".formatted(record.target());
            case ABORTING -> "giving up: " + record.abortReason().orElse("no reason was given");
            case ABORTED -> "the pod runs on %s".formatted(record.source());
        };
    }

    private static void add(
            ArrayNode conditions,
            JsonNode before,
            MigrationRecord record,
            String type,
            boolean holds,
            String message) {
        String status = holds ? "True" : "False";
        String since = record.stateSince().toString();
        for (JsonNode old : before) {
            if (old.path("type").asText().equals(type)
                    && old.path("status").asText().equals(status)) {
                since = old.path("lastTransitionTime").asText(since);
            }
        }
        conditions
                .addObject()
                .put("type", type)
                .put("status", status)
                .put("reason", PodMigrationCodec.Phases.of(record.state()))
                .put("message", message)
                .put("lastTransitionTime", since);
    }
}
