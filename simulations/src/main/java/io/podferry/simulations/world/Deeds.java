package io.podferry.simulations.world;

import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of moves do to pods, links and the memory of nodes. A pod stands still from the
 * freeze to the release of its clone; its memory counts at the source until it is killed there, and
 * at the target from the freeze on. Not thread-safe.
 */
final class Deeds {
    /** Of the time per byte, what the restore takes; the rest is dump and transfer. */
    private static final double RESTORE_SHARE = 0.15;

    private final RunConfig config;
    private final Pods pods;
    private final Nodes nodes;
    private final Kernel kernel;
    private final Tally tally;
    private final Observer observer;
    private final Links links;
    private final Map<Integer, Move> byPod = new HashMap<>();
    private long now;

    /** Is told what became of moves. */
    interface Observer {
        void thawed(int pod, long now);

        void arrived(Move move, long now);

        void ended(Move move, boolean arrived, long now);
    }

    Deeds(
            RunConfig config,
            Pods pods,
            Nodes nodes,
            Kernel kernel,
            Tally tally,
            Observer observer,
            Links links) {
        this.config = config;
        this.pods = pods;
        this.nodes = nodes;
        this.kernel = kernel;
        this.tally = tally;
        this.observer = observer;
        this.links = links;
    }

    void clock(long millis) {
        now = millis;
    }

    /** A pod becomes the subject of a move. */
    void begin(Move move) {
        byPod.put(move.pod, move);
    }

    private List<Move> arrivingAt(int node) {
        return byPod.values().stream().filter(m -> m.target == node && m.cloneHeld).toList();
    }

    /** Time that the restore takes. */
    double restoreMillis(Move move) {
        return RESTORE_SHARE * work(move);
    }

    /** Milliseconds that the whole size takes with links for itself. */
    private double work(Move move) {
        return move.bytes / 1e9 * config.moveSecondsPerGb() * 1000;
    }

    boolean alive(Move move) {
        return pods.version[move.pod] == move.version && pods.state[move.pod] == Pods.RUNNING;
    }

    void freeze(Move move) {
        if (!alive(move)) {
            move.failed(Step.DUMP_AND_SHIP, "the pod has ended");
            return;
        }
        kernel.advance(move.source, now);
        kernel.advance(move.target, now);
        if (!alive(move)) {
            move.failed(Step.DUMP_AND_SHIP, "the pod was killed by the kernel");
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

    void killSource(Move move) {
        if (!move.sourceRemoved) {
            kernel.advance(move.source, now);
            if (!move.sourceRemoved) {
                nodes.remove(move.pod, pods);
                move.sourceRemoved = true;
            }
        }
        move.done(Step.KILL_SOURCE);
    }

    void release(Move move) {
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

    void thaw(Move move) {
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
        move.done(Step.ABORT_SOURCE);
    }

    void dropClone(Move move) {
        if (move.cloneHeld) {
            kernel.advance(move.target, now);
        }
        if (move.cloneHeld) {
            nodes.arriving[move.target] -= move.bytes;
            nodes.used[move.target] -= move.bytes;
            move.cloneHeld = false;
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
            move.failed(Step.DUMP_AND_SHIP, "the pod was killed by the kernel");
        }
        return true;
    }

    /** The kernel has chosen a clone that was not yet ready. */
    private void cloneKilled(Move move) {
        move.cloneKilled = true;
        nodes.arriving[move.target] -= move.bytes;
        nodes.used[move.target] -= move.bytes;
        move.cloneHeld = false;
    }

    /** A transfer may be through. */
    void transferred(Move move, int version) {
        Links.Transfer transfer = move.transfer;
        if (transfer == null || !Links.current(transfer, version)) {
            return;
        }
        links.close(transfer, now);
        move.transfer = null;
        tally.bytesMoved += move.bytes * Math.min(1, move.failsAt);
        if (move.failsAt < 1) {
            move.failed(Step.DUMP_AND_SHIP, "the transfer failed");
        } else if (move.cloneKilled) {
            move.failed(Step.DUMP_AND_SHIP, "the target ran out of memory");
        } else {
            move.status.put(
                    Step.DUMP_AND_SHIP,
                    new StepStatus.Done(
                            Optional.of("hash-" + move.number),
                            Map.of(
                                    MigrationFacts.IMAGE_BYTES,
                                    Math.round(move.bytes),
                                    MigrationFacts.FROZEN_AT_EPOCH_MILLIS,
                                    move.frozenAt)));
        }
    }

    /**
     * The kernel looks for a victim among the clones on their way to a node.
     *
     * @param score the one to exceed
     * @return whether one did, and died
     */
    boolean killArriving(int node, double score) {
        if (nodes.arriving[node] <= 0) {
            return false;
        }
        Move worst = null;
        double most = score;
        for (Move move : arrivingAt(node)) {
            double its = kernel.score(move.bytes, pods.request[move.pod]);
            if (its > most) {
                most = its;
                worst = move;
            }
        }
        if (worst == null) {
            return false;
        }
        cloneKilled(worst);
        return true;
    }
}
