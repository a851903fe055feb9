package io.podferry.cli.controller;

import io.podferry.extender.pods.ObjectEvents;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;

/** Tells of migrations by Events on the pod that moves and on the migration's object. */
final class MigrationNews {
    private final ObjectEvents events;

    MigrationNews(ObjectEvents events) {
        this.events = events;
    }

    static ObjectEvents.About about(String namespace, String name) {
        return new ObjectEvents.About("podferry.io/v1alpha1", "PodMigration", namespace, name, "");
    }

    void entered(MigrationRecord record) {
        switch (record.state()) {
            case PLANNED ->
                    tell(
                            record,
                            false,
                            "MovePlanned",
                            "to %s: %s".formatted(record.target(), record.reason()));
            case RUNNING ->
                    tell(
                            record,
                            false,
                            "Moved",
                            "goes on on %s as '%s'%s"
                                    .formatted(
                                            record.target(), record.cloneName(), downtime(record)));
            case ABORTED ->
                    tell(
                            record,
                            true,
                            "MoveGivenUp",
                            record.abortReason().orElse("no reason was given"));
            case COMMITTED ->
                    tell(record, false, "MoveDecided", "the pod goes on on " + record.target());
            case PREFLIGHT_OK,
                    TARGET_HELD,
                    FROZEN,
                    DUMPED,
                    SHIPPED,
                    PREPARED,
                    SOURCE_DEAD,
                    DONE,
                    ABORTING -> {}
        }
    }

    private static String downtime(MigrationRecord record) {
        Long millis = record.facts().get(MigrationFacts.DOWNTIME_MILLIS);
        return millis == null || record.state() != MigrationState.RUNNING
                ? ""
                : "; it stood still for " + millis + " ms";
    }

    private void tell(MigrationRecord record, boolean warning, String reason, String message) {
        String namespace = record.podName().substring(0, record.podName().indexOf('/'));
        String pod = record.podName().substring(namespace.length() + 1);
        events.tell(
                new ObjectEvents.About("v1", "Pod", namespace, pod, record.podUid().value()),
                warning,
                reason,
                message);
        events.tell(about(namespace, record.id().value()), warning, reason, message);
    }
}
