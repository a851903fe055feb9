package io.podferry.simulations.world;

import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The agents: performs the coordinator's steps with the time they take and the memory they need. A
 * pod stands still from the freeze to the release of its clone; its memory counts at the source
 * until it is killed there, and at the target from the freeze on. Not thread-safe.
 */
final class Moves implements MigrationExecutor {
    /** Of the time per byte, what the restore takes; the rest is dump and transfer. */
    private static final double RESTORE_SHARE = 0.15;

    private static final Step[] STEPS = Step.values();

    private final RunConfig config;
    private final Pods pods;
    private final Nodes nodes;
    private final Kernel kernel;
    private final EventQueue queue;
    private final Tally tally;
    private final Links links;
    private final SplittableRandom random;
    private final Observer observer;
    private final Map<MigrationId, Move> byId = new HashMap<>();
    private final List<Move> all = new ArrayList<>();
    private final Map<Integer, Move> byPod = new HashMap<>();
    private long now;

    /** Is told what became of moves. */
    interface Observer {
        void thawed(int pod, long now);

        void arrived(Move move, long now);

        void ended(Move move, boolean arrived, long now);
    }

    Moves(
            RunConfig config,
            Pods pods,
            Nodes nodes,
            Kernel kernel,
            EventQueue queue,
            Tally tally,
            SplittableRandom random,
            Observer observer) {
        this.config = config;
        this.pods = pods;
        this.nodes = nodes;
        this.kernel = kernel;
        this.queue = queue;
        this.tally = tally;
        this.random = random;
        this.observer = observer;
        this.links =
                new Links(
                        nodes.size,
                        (at, move, version) ->
                                queue.put(at, EventQueue.Kind.TRANSFER, move, version));
    }

    void clock(long millis) {
        now = millis;
    }

    /** The move that a pod is the subject of. */
    Optional<Move> of(int pod) {
        return Optional.ofNullable(byPod.get(pod));
    }

    /** All moves that hold memory at a node. */
    List<Move> arrivingAt(int node) {
        return byPod.values().stream().filter(m -> m.target == node && m.cloneHeld).toList();
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
            byPod.put(pod, move);
        }
        return move;
    }

    private long delay(Move move, Step step) {
        long fixed = config.moveFixed().toMillis();
        return switch (step) {
            case PREPARE_TARGET -> fixed / 5 + Math.round(RESTORE_SHARE * work(move));
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

    /** Milliseconds that the whole size takes with links for itself. */
    private double work(Move move) {
        return move.bytes / 1e9 * config.moveSecondsPerGb() * 1000;
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
            case PREFLIGHT_SOURCE -> answer(move, step, alive(move), "the pod is gone");
            case PREFLIGHT_TARGET, HOLD_TARGET -> done(move, step);
            case DUMP_AND_SHIP -> freeze(move);
            case PREPARE_TARGET ->
                    answer(move, step, !move.cloneKilled, "the clone was killed by the kernel");
            case PROMISE_SOURCE ->
                    answer(move, step, !move.sourceGone, "the pod was killed by the kernel");
            case KILL_SOURCE -> killSource(move);
            case RELEASE_TARGET -> release(move);
            case CLEAN_SOURCE, CLEAN_TARGET -> clean(move, step);
            case ABORT_SOURCE -> thaw(move);
            case ABORT_TARGET -> {
                dropClone(move);
                done(move, step);
            }
        }
    }

    private boolean alive(Move move) {
        return pods.version[move.pod] == move.version && pods.state[move.pod] == Pods.RUNNING;
    }

    private void freeze(Move move) {
        if (!alive(move)) {
            fail(move, Step.DUMP_AND_SHIP, "the pod has ended");
            return;
        }
        kernel.advance(move.source, now);
        kernel.advance(move.target, now);
        if (!alive(move)) {
            fail(move, Step.DUMP_AND_SHIP, "the pod was killed by the kernel");
            return;
        }
        move.frozen = true;
        move.frozenAt = now;
        move.bytes = pods.memory[move.pod];
        pods.state[move.pod] = Pods.FROZEN;
        pods.frozenAt[move.pod] = now;
        pods.version[move.pod]++;
        move.cloneHeld = true;
        nodes.arriving[move.target] += move.bytes;
        nodes.used[move.target] += move.bytes;
        double work = (1 - RESTORE_SHARE) * work(move) * Math.min(1, move.failsAt);
        move.transfer = links.open(move.number, move.source, move.target, work, now);
        move.status.put(
                Step.DUMP_AND_SHIP,
                new StepStatus.Pending("dumping", Optional.of(MigrationState.FROZEN), Map.of()));
    }

    /** A transfer may be through. */
    void transferred(int number, int version) {
        Move move = all.get(number);
        Links.Transfer transfer = move.transfer;
        if (transfer == null || !Links.current(transfer, version)) {
            return;
        }
        links.close(transfer, now);
        move.transfer = null;
        tally.bytesMoved += move.bytes * Math.min(1, move.failsAt);
        if (move.failsAt < 1) {
            fail(move, Step.DUMP_AND_SHIP, "the transfer failed");
        } else if (move.cloneKilled) {
            fail(move, Step.DUMP_AND_SHIP, "the target ran out of memory");
        } else {
            move.status.put(
                    Step.DUMP_AND_SHIP,
                    new StepStatus.Done(
                            Optional.of("hash-" + number),
                            Map.of(
                                    MigrationFacts.IMAGE_BYTES,
                                    Math.round(move.bytes),
                                    MigrationFacts.FROZEN_AT_EPOCH_MILLIS,
                                    move.frozenAt)));
        }
    }

    private void killSource(Move move) {
        if (!move.sourceRemoved) {
            kernel.advance(move.source, now);
            if (!move.sourceRemoved) {
                nodes.remove(move.pod, pods);
                move.sourceRemoved = true;
            }
        }
        done(move, Step.KILL_SOURCE);
    }

    private void release(Move move) {
        kernel.advance(move.target, now);
        dropClone(move);
        pods.become(move.pod, move.record.cloneUid());
        pods.offset[move.pod] += now - move.frozenAt;
        pods.state[move.pod] = Pods.RUNNING;
        pods.version[move.pod]++;
        nodes.add(move.target, move.pod, pods);
        tally.moves++;
        tally.pingPongs += pods.cameFrom[move.pod] == move.target + 1 ? 1 : 0;
        pods.cameFrom[move.pod] = move.source + 1;
        tally.down(now - move.frozenAt, move.bytes);
        move.status.put(
                Step.RELEASE_TARGET,
                new StepStatus.Done(
                        Optional.empty(),
                        Map.of(
                                MigrationFacts.RELEASED_AT_EPOCH_MILLIS,
                                now,
                                MigrationFacts.DOWNTIME_MILLIS,
                                now - move.frozenAt)));
        byPod.remove(move.pod, move);
        observer.arrived(move, now);
        observer.ended(move, true, now);
    }

    private void thaw(Move move) {
        if (move.transfer != null) {
            links.close(move.transfer, now);
            move.transfer = null;
        }
        if (move.frozen && !move.sourceGone) {
            kernel.advance(move.source, now);
        }
        if (move.frozen && !move.sourceGone) {
            pods.offset[move.pod] += now - move.frozenAt;
            pods.state[move.pod] = Pods.RUNNING;
            pods.version[move.pod]++;
            tally.down(now - move.frozenAt, move.bytes);
            observer.thawed(move.pod, now);
        }
        if (move.frozen) {
            tally.failedMoves++;
        }
        move.frozen = false;
        byPod.remove(move.pod, move);
        observer.ended(move, false, now);
        done(move, Step.ABORT_SOURCE);
    }

    private void dropClone(Move move) {
        if (move.cloneHeld) {
            kernel.advance(move.target, now);
        }
        if (move.cloneHeld) {
            nodes.arriving[move.target] -= move.bytes;
            nodes.used[move.target] -= move.bytes;
            move.cloneHeld = false;
        }
    }

    private void clean(Move move, Step step) {
        done(move, step);
        if (move.status.containsKey(Step.CLEAN_SOURCE)
                && move.status.containsKey(Step.CLEAN_TARGET)) {
            move.status.keySet().removeIf(s -> s != Step.CLEAN_SOURCE && s != Step.CLEAN_TARGET);
        }
    }

    /**
     * The kernel has killed a frozen pod.
     *
     * @return whether its work is lost: not when its clone is about to be released
     */
    boolean sourceKilled(int pod) {
        Move move = byPod.get(pod);
        if (move == null) {
            return true;
        }
        if (move.status.containsKey(Step.KILL_SOURCE)) {
            move.sourceRemoved = true;
            return false;
        }
        move.sourceGone = true;
        if (move.transfer != null) {
            links.close(move.transfer, now);
            move.transfer = null;
        }
        if (move.frozen) {
            fail(move, Step.DUMP_AND_SHIP, "the pod was killed by the kernel");
        }
        return true;
    }

    /** The kernel has chosen a clone that was not yet ready. */
    void cloneKilled(Move move) {
        move.cloneKilled = true;
        nodes.arriving[move.target] -= move.bytes;
        nodes.used[move.target] -= move.bytes;
        move.cloneHeld = false;
    }

    private void answer(Move move, Step step, boolean good, String problem) {
        if (good) {
            done(move, step);
        } else {
            fail(move, step, problem);
        }
    }

    private static void done(Move move, Step step) {
        move.status.put(step, new StepStatus.Done(Optional.empty(), Map.of()));
    }

    private static void fail(Move move, Step step, String reason) {
        move.status.put(step, new StepStatus.Failed(reason));
    }
}
