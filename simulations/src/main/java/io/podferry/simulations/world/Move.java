package io.podferry.simulations.world;

import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Both ends of one migration as they really are. Not thread-safe. */
final class Move {
    final int number;
    final int pod;
    final int version;
    final int source;
    final int target;
    final Map<Step, StepStatus> status = new EnumMap<>(Step.class);

    /** Share of the transfer after which it fails; above 1 for never. */
    final double failsAt;

    MigrationRecord record;
    Links.@Nullable Transfer transfer;
    double bytes;
    long frozenAt;
    boolean frozen;
    boolean cloneHeld;
    boolean cloneKilled;
    boolean sourceGone;
    boolean sourceRemoved;

    Move(
            int number,
            int pod,
            int version,
            int source,
            int target,
            double failsAt,
            MigrationRecord record) {
        this.number = number;
        this.pod = pod;
        this.version = version;
        this.source = source;
        this.target = target;
        this.failsAt = failsAt;
        this.record = record;
    }

    void done(Step step) {
        status.put(step, new StepStatus.Done(Optional.empty(), Map.of()));
    }

    void failed(Step step, String reason) {
        status.put(step, new StepStatus.Failed(reason));
    }
}
