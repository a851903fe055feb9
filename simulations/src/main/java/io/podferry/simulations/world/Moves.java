package io.podferry.simulations.world;

import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The agents: takes the coordinator's orders, performs each when its time has come, and answers
 * what became of it. Not thread-safe.
 */
final class Moves implements MigrationExecutor {
    private static final Step[] STEPS = Step.values();

    private final RunConfig config;
    private final Pods pods;
    private final Nodes nodes;
    private final EventQueue queue;
    private final Deeds deeds;
    private final SplittableRandom random;
    private final Map<MigrationId, Move> byId = new HashMap<>();
    private final List<Move> all = new ArrayList<>();
    private long now;

    Moves(
            RunConfig config,
            Pods pods,
            Nodes nodes,
            Kernel kernel,
            EventQueue queue,
            Tally tally,
            SplittableRandom random,
            Deeds.Observer observer) {
        this.config = config;
        this.pods = pods;
        this.nodes = nodes;
        this.queue = queue;
        this.random = random;
        this.deeds =
                new Deeds(
                        config,
                        pods,
                        nodes,
                        kernel,
                        tally,
                        observer,
                        new Links(
                                nodes.size,
                                (at, move, version) ->
                                        queue.put(at, EventQueue.Kind.TRANSFER, move, version)));
    }

    void clock(long millis) {
        now = millis;
        deeds.clock(millis);
    }

    /** What the steps do to pods and memory. */
    Deeds deeds() {
        return deeds;
    }

    @Override
    public void start(MigrationRecord record, Step step) {
        Move move = byId.computeIfAbsent(record.id(), _ -> create(record));
        move.record = record;
        StepStatus known = move.status.get(step);
        if (known != null && !(known instanceof StepStatus.Failed)) {
            return;
        }
        move.status.put(step, StepStatus.Pending.unknown("working"));
        queue.put(now + delay(move, step), EventQueue.Kind.ACTION, move.number, step.ordinal());
    }

    private Move create(MigrationRecord record) {
        int pod = pods.find(record.podUid()).orElse(0);
        boolean known = pods.find(record.podUid()).isPresent();
        double failsAt =
                random.nextDouble() < config.failingMoves() ? random.nextDouble(0.05, 0.95) : 2;
        Move move =
                new Move(
                        all.size(),
                        pod,
                        known ? pods.version[pod] : -1,
                        nodes.number(record.source()),
                        nodes.number(record.target()),
                        failsAt,
                        record);
        all.add(move);
        if (known) {
            deeds.begin(move);
        }
        return move;
    }

    private long delay(Move move, Step step) {
        long fixed = config.moveFixed().toMillis();
        return switch (step) {
            case PREPARE_TARGET -> fixed / 5 + Math.round(deeds.restoreMillis(move));
            case PREFLIGHT_SOURCE,
                    PREFLIGHT_TARGET,
                    HOLD_TARGET,
                    DUMP_AND_SHIP,
                    KILL_SOURCE,
                    RELEASE_TARGET ->
                    Math.max(1, fixed / 8);
            case PROMISE_SOURCE, CLEAN_SOURCE, CLEAN_TARGET, ABORT_SOURCE, ABORT_TARGET -> 10;
        };
    }

    @Override
    public StepStatus poll(MigrationRecord record, Step step) {
        Move move = byId.get(record.id());
        StepStatus status = move == null ? null : move.status.get(step);
        return status == null ? StepStatus.Pending.unknown("not started") : status;
    }

    /** A step's time has come. */
    void act(int number, int stepNumber) {
        Move move = all.get(number);
        Step step = STEPS[stepNumber];
        switch (step) {
            case PREFLIGHT_SOURCE -> answer(move, step, deeds.alive(move), "the pod is gone");
            case PREFLIGHT_TARGET, HOLD_TARGET -> move.done(step);
            case DUMP_AND_SHIP -> deeds.freeze(move);
            case PREPARE_TARGET ->
                    answer(move, step, !move.cloneKilled, "the clone was killed by the kernel");
            case PROMISE_SOURCE ->
                    answer(move, step, !move.sourceGone, "the pod was killed by the kernel");
            case KILL_SOURCE -> deeds.killSource(move);
            case RELEASE_TARGET -> deeds.release(move);
            case CLEAN_SOURCE, CLEAN_TARGET -> clean(move, step);
            case ABORT_SOURCE -> deeds.thaw(move);
            case ABORT_TARGET -> {
                deeds.dropClone(move);
                move.done(step);
            }
        }
    }

    /** A transfer may be through. */
    void transferred(int number, int version) {
        deeds.transferred(all.get(number), version);
    }

    private void clean(Move move, Step step) {
        move.done(step);
        if (move.status.containsKey(Step.CLEAN_SOURCE)
                && move.status.containsKey(Step.CLEAN_TARGET)) {
            move.status.keySet().removeIf(s -> s != Step.CLEAN_SOURCE && s != Step.CLEAN_TARGET);
        }
    }

    private void answer(Move move, Step step, boolean good, String problem) {
        if (good) {
            move.done(step);
        } else {
            move.failed(step, problem);
        }
    }
}
