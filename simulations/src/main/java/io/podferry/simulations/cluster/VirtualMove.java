package io.podferry.simulations.cluster;

import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Both agents' side of one migration. A step takes effect when its delay is over. The clone's
 * memory counts as reserved from the hold on and as used from the end of the restore on.
 */
final class VirtualMove {
    /** Part of a dump after which the images are complete and only the shipping goes on. */
    private static final double DUMPED_SHARE = 0.8;

    private final Hosts hosts;
    private final Conditions conditions;
    private final boolean failing;
    private final Map<Step, Run> runs = new EnumMap<>(Step.class);
    private MigrationRecord record;
    private @Nullable Instant frozenAt;
    private @Nullable VirtualPod checkpointed;

    private static final class Run {
        private final int attempts;
        private Instant due;
        private @Nullable StepStatus result;

        private Run(int attempts, Instant due) {
            this.attempts = attempts;
            this.due = due;
        }
    }

    VirtualMove(Hosts hosts, Conditions conditions, boolean failing, MigrationRecord record) {
        this.hosts = hosts;
        this.conditions = conditions;
        this.failing = failing;
        this.record = record;
    }

    void start(MigrationRecord newest, Step step, Instant now) {
        record = newest;
        Run known = runs.get(step);
        boolean retry =
                known != null
                        && known.result instanceof StepStatus.Failed
                        && known.attempts != newest.attempts();
        if (known == null || retry) {
            runs.put(step, new Run(newest.attempts(), now.plus(delay(step))));
        }
    }

    StepStatus status(Step step, Instant now) {
        Run run = runs.get(step);
        if (run == null) {
            return StepStatus.Pending.unknown("not started");
        }
        if (run.result != null) {
            return run.result;
        }
        if (step == Step.DUMP_AND_SHIP && frozenAt != null && checkpointed != null) {
            return shipping(frozenAt, checkpointed.memory(), run.due, now);
        }
        return StepStatus.Pending.unknown("working");
    }

    /** Whether this pod's agent has promised to keep it frozen until the decision is known. */
    boolean promised(VirtualPod pod) {
        Run promise = runs.get(Step.PROMISE_SOURCE);
        return record.podUid().equals(pod.uid())
                && promise != null
                && promise.result instanceof StepStatus.Done;
    }

    /** Whether the decision to let the source go has reached its agent. */
    boolean released() {
        return runs.containsKey(Step.KILL_SOURCE);
    }

    /** Whether the decision to let the source run on has reached its agent. */
    boolean givenUp() {
        return runs.containsKey(Step.ABORT_SOURCE);
    }

    void advanceTo(Instant now) {
        for (Step step : Step.values()) {
            Run run = runs.get(step);
            if (run != null && run.result == null && !run.due.isAfter(now)) {
                if (step == Step.DUMP_AND_SHIP && frozenAt == null) {
                    freeze(run, now);
                } else {
                    run.result = perform(step, now);
                }
            }
        }
    }

    private Duration delay(Step step) {
        return switch (step) {
            case PREPARE_TARGET -> conditions.restore(checkpointSize());
            case RELEASE_TARGET ->
                    hosts.population().find(record.cloneUid()).isPresent()
                            ? conditions.answer()
                            : conditions.restore(checkpointSize());
            case PREFLIGHT_SOURCE,
                    PREFLIGHT_TARGET,
                    HOLD_TARGET,
                    DUMP_AND_SHIP,
                    PROMISE_SOURCE,
                    KILL_SOURCE,
                    CLEAN_SOURCE,
                    CLEAN_TARGET,
                    ABORT_SOURCE,
                    ABORT_TARGET ->
                    conditions.answer();
        };
    }

    private void freeze(Run run, Instant now) {
        Optional<VirtualPod> source = source();
        if (source.isEmpty()) {
            run.result = gone();
            return;
        }
        source.get().freeze();
        frozenAt = now;
        checkpointed = source.get();
        run.due = now.plus(conditions.ship(source.get().memory()));
        hosts.population().reserve(record.cloneUid(), record.target(), source.get().memory());
    }

    private StepStatus perform(Step step, Instant now) {
        return switch (step) {
            case PREFLIGHT_SOURCE, PROMISE_SOURCE -> source().isPresent() ? done() : gone();
            case PREFLIGHT_TARGET -> room(record.size()).orElseGet(VirtualMove::done);
            case HOLD_TARGET -> hold();
            case DUMP_AND_SHIP -> shipped(now);
            case PREPARE_TARGET -> rebuild().orElseGet(VirtualMove::done);
            case KILL_SOURCE -> {
                hosts.population().remove(record.podUid());
                yield done();
            }
            case RELEASE_TARGET -> release(now);
            case CLEAN_SOURCE, CLEAN_TARGET -> done();
            case ABORT_SOURCE -> {
                runs.remove(Step.DUMP_AND_SHIP);
                source().ifPresent(VirtualPod::thaw);
                yield done();
            }
            case ABORT_TARGET -> {
                hosts.population().unreserve(record.cloneUid());
                hosts.population().remove(record.cloneUid());
                yield done();
            }
        };
    }

    private StepStatus hold() {
        Optional<StepStatus> refusal = room(record.size());
        if (refusal.isEmpty()) {
            hosts.population().reserve(record.cloneUid(), record.target(), record.size());
        }
        return refusal.orElseGet(VirtualMove::done);
    }

    private StepStatus shipped(Instant now) {
        if (source().isEmpty()) {
            return gone();
        }
        if (failing) {
            return new StepStatus.Failed(
                    "the dump of "
                            + record.podName()
                            + " was cut off on purpose. Maybe run with a smaller share of failing"
                            + " moves.");
        }
        Map<String, Long> facts = new HashMap<>(imageFacts(checkpointSize().bytes()));
        if (frozenAt != null) {
            facts.put(MigrationFacts.FROZEN_AT_EPOCH_MILLIS, frozenAt.toEpochMilli());
            facts.put(
                    MigrationFacts.DUMP_MILLIS,
                    Math.round(Duration.between(frozenAt, now).toMillis() * DUMPED_SHARE));
            facts.put(
                    MigrationFacts.SHIP_TAIL_MILLIS,
                    Math.round(Duration.between(frozenAt, now).toMillis() * (1 - DUMPED_SHARE)));
        }
        return new StepStatus.Done(Optional.of("virtual-" + record.id()), facts);
    }

    private StepStatus shipping(Instant since, DataSize size, Instant due, Instant now) {
        double share =
                (double) Duration.between(since, now).toMillis()
                        / Math.max(1, Duration.between(since, due).toMillis());
        MigrationState reached =
                share < DUMPED_SHARE ? MigrationState.FROZEN : MigrationState.DUMPED;
        long sent = Math.round(size.bytes() * Math.min(1, share));
        return new StepStatus.Pending(
                "shipped " + DataSize.ofBytes(sent) + " of " + size,
                Optional.of(reached),
                Map.of(
                        MigrationFacts.IMAGE_BYTES,
                        size.bytes(),
                        MigrationFacts.WIRE_BYTES,
                        sent,
                        MigrationFacts.FROZEN_AT_EPOCH_MILLIS,
                        since.toEpochMilli()));
    }

    private Optional<StepStatus> rebuild() {
        VirtualPod image = checkpointed;
        if (image == null) {
            return Optional.of(
                    new StepStatus.Failed(
                            "no checkpoint of "
                                    + record.podName()
                                    + " on "
                                    + record.target()
                                    + ". Maybe dump it first?"));
        }
        hosts.population().unreserve(record.cloneUid());
        Optional<StepStatus> refusal = room(image.memory());
        if (refusal.isEmpty()) {
            hosts.population().add(VirtualPod.heldClone(record.cloneUid(), image, record.target()));
        }
        return refusal;
    }

    private StepStatus release(Instant now) {
        if (hosts.population().find(record.cloneUid()).isEmpty()) {
            Optional<StepStatus> refusal = rebuild();
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        hosts.population().find(record.cloneUid()).ifPresent(VirtualPod::release);
        Map<String, Long> facts = new HashMap<>(imageFacts(checkpointSize().bytes()));
        facts.put(MigrationFacts.RELEASED_AT_EPOCH_MILLIS, now.toEpochMilli());
        facts.put(MigrationFacts.RESTORE_MILLIS, conditions.restore(checkpointSize()).toMillis());
        if (frozenAt != null) {
            facts.put(MigrationFacts.DOWNTIME_MILLIS, Duration.between(frozenAt, now).toMillis());
        }
        return new StepStatus.Done(Optional.empty(), facts);
    }

    private Optional<StepStatus> room(DataSize size) {
        DataSize free = hosts.free(record.target());
        if (size.compareTo(free) <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new StepStatus.Failed(
                        "%s needs %s on %s, free are %s. Maybe choose another node?"
                                .formatted(record.podName(), size, record.target(), free)));
    }

    private Optional<VirtualPod> source() {
        return hosts.population().find(record.podUid());
    }

    private DataSize checkpointSize() {
        return checkpointed == null ? record.size() : checkpointed.memory();
    }

    private static Map<String, Long> imageFacts(long bytes) {
        return Map.of(MigrationFacts.IMAGE_BYTES, bytes, MigrationFacts.WIRE_BYTES, bytes);
    }

    private static StepStatus done() {
        return new StepStatus.Done(Optional.empty(), Map.of());
    }

    private StepStatus gone() {
        return new StepStatus.Failed(
                "pod %s (%s) is not on %s any more. Maybe the kernel killed it?"
                        .formatted(record.podName(), record.podUid(), record.source()));
    }
}
