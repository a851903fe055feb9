package io.podferry.simulations.explore;

import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;

/** One step an agent performs, and how far it is. Not thread-safe. */
final class StepRun {
    final MigrationRecord order;
    final Step step;
    StepStatus status = StepStatus.Pending.unknown("starting");
    EngineProcess asker;

    /** Epoch under which it was asked last: answers go there. */
    long epoch;

    StepRun(MigrationRecord order, Step step, EngineProcess asker) {
        this.order = order;
        this.step = step;
        this.asker = asker;
        this.epoch = order.epoch();
    }

    String id() {
        return order.id().value();
    }
}
