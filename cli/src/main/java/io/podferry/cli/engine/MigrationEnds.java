package io.podferry.cli.engine;

import io.podferry.policy.migration.MigrationRecord;

/**
 * Keeps the registry in step with migrations: the source's entry goes when the clone runs, the
 * clone's when it never will.
 */
final class MigrationEnds {
    private final PodRegistry registry;

    MigrationEnds(PodRegistry registry) {
        this.registry = registry;
    }

    /** Idempotent: also called for everything in the store when the engine starts. */
    void settle(MigrationRecord record) {
        switch (record.state()) {
            case RUNNING, DONE -> {
                if (registry.find(record.cloneUid().value()).isPresent()) {
                    registry.remove(record.podUid().value());
                }
            }
            case ABORTED -> registry.remove(record.cloneUid().value());
            case PLANNED,
                    PREFLIGHT_OK,
                    TARGET_HELD,
                    FROZEN,
                    DUMPED,
                    SHIPPED,
                    PREPARED,
                    COMMITTED,
                    SOURCE_DEAD,
                    ABORTING -> {}
        }
    }
}
