package io.podferry.simulations.world;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.simulations.world.EventQueue.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * The lives of pods between scheduler, kubelet, kernel and moves: they start, end, are killed or
 * evicted, wait for their back-off, freeze and thaw. Not thread-safe.
 */
final class Lives implements Kernel.Reaper, Deeds.Observer {
    private static final long FIRST_BACK_OFF = 10_000;
    private static final long MOST_BACK_OFF = 300_000;
    private static final long SCHEDULE_EVERY = 10_000;

    private final RunConfig config;
    private final Pods pods;
    private final Nodes nodes;
    private final EventQueue queue;
    private final Tally tally;
    private final Metrics metrics;
    private final Timeline timeline;
    private final Scheduler scheduler;
    private final Kernel kernel;
    private final Moves moves;
    private final Deeds deeds;
    private final Kubelet kubelet;
    private long now;
    private boolean scheduling;

    Lives(
            RunConfig config,
            Pods pods,
            Nodes nodes,
            EventQueue queue,
            Tally tally,
            Metrics metrics,
            Timeline timeline,
            SplittableRandom random) {
        this.config = config;
        this.pods = pods;
        this.nodes = nodes;
        this.queue = queue;
        this.tally = tally;
        this.metrics = metrics;
        this.timeline = timeline;
        this.scheduler = new Scheduler(pods, nodes, metrics);
        this.kernel = new Kernel(pods, nodes, this);
        this.moves = new Moves(config, pods, nodes, kernel, queue, tally, random, this);
        this.deeds = moves.deeds();
        this.kubelet = new Kubelet(config, pods, nodes, kernel);
    }

    Kernel kernel() {
        return kernel;
    }

    Moves moves() {
        return moves;
    }

    /** Pods that wait for a node. */
    int waiting() {
        return scheduler.waiting();
    }

    void clock(long millis) {
        now = millis;
        moves.clock(millis);
    }

    /** The kubelets look at their nodes from this time on, each at its own. */
    void watch(int node, SplittableRandom phases) {
        if (config.evictionThreshold().bytes() > 0) {
            queue.put(phases.nextLong(Kubelet.EVERY), Kind.KUBELET, node, 0);
        }
    }

    void arrive(int pod) {
        scheduler.queue(pod);
        schedule();
    }

    void retrySchedule() {
        scheduling = false;
        schedule();
    }

    private void schedule() {
        scheduler.place(now, this::start);
        if (scheduler.waiting() > 0 && !scheduling) {
            scheduling = true;
            queue.put(now + SCHEDULE_EVERY, Kind.SCHEDULE, 0, 0);
        }
    }

    private void start(int pod, int node) {
        kernel.advance(node, now);
        scheduler.reserve(pod, node, now);
        metrics.forget(pod);
        pods.begin(pod, now);
        nodes.add(node, pod, pods);
        awaitEnd(pod);
    }

    private void awaitEnd(int pod) {
        long at = pods.offset[pod] + pods.trace[pod].durationMillis();
        queue.put(Math.max(now, at), Kind.END, pod, pods.version[pod]);
    }

    void end(int pod, int version) {
        if (pods.version[pod] != version || pods.state[pod] != Pods.RUNNING) {
            return;
        }
        if (pods.work(pod, now) < pods.trace[pod].durationMillis()) {
            awaitEnd(pod);
            return;
        }
        kernel.advance(pods.node[pod], now);
        if (pods.version[pod] != version) {
            return;
        }
        tally.podHours += pods.work(pod, now) / 3.6e6;
        tally.completed++;
        leave(pod, Pods.ENDED);
        scheduler.release(pod, pods.node[pod]);
        schedule();
    }

    private void leave(int pod, byte state) {
        nodes.remove(pod, pods);
        pods.state[pod] = state;
        pods.version[pod]++;
    }

    void restart(int pod, int version) {
        if (pods.version[pod] != version || pods.state[pod] != Pods.BACK_OFF) {
            return;
        }
        int node = pods.node[pod];
        kernel.advance(node, now);
        metrics.forget(pod);
        pods.begin(pod, now);
        nodes.add(node, pod, pods);
        awaitEnd(pod);
    }

    /** The kubelet of a node looks at its memory. */
    void kubelet(int node) {
        kubelet.victim(node, now)
                .ifPresent(victim -> {
                    tally.evictions++;
                    evict(victim, Timeline.End.EVICTED);
                });
        queue.put(now + Kubelet.EVERY, Kind.KUBELET, node, 0);
    }

    private void evict(int pod, Timeline.End how) {
        int node = pods.node[pod];
        lose(pod, now, how);
        scheduler.release(pod, node);
        leave(pod, Pods.PENDING);
        scheduler.queue(pod);
        schedule();
    }

    /** Carries out what a policy wants besides moves. */
    Optional<String> perform(Action action, Instant at) {
        return switch (action) {
            case PlannedMove move -> Optional.of("moves are the coordinator's");
            case Action.Evict evict -> running(evict.podUid(), this::evictForPolicy);
            case Action.Freeze freeze ->
                    running(freeze.podUid(), pod -> freeze(pod, freeze.atMost().toMillis()));
            case Action.Hold hold -> {
                int node = nodes.number(hold.source());
                nodes.heldUntil[node] = now + hold.atMost().toMillis();
                yield Optional.empty();
            }
            case Action.Resize resize -> Optional.of("limits are never met in a simulation");
        };
    }

    private Optional<String> running(PodUid uid, IntConsumer what) {
        Optional<Integer> pod = pods.find(uid).filter(p -> pods.state[p] == Pods.RUNNING);
        if (pod.isEmpty()) {
            return Optional.of("pod " + uid + " does not run any more");
        }
        what.accept(pod.get());
        return Optional.empty();
    }

    private void evictForPolicy(int pod) {
        tally.policyEvictions++;
        evict(pod, Timeline.End.POLICY_EVICTED);
    }

    private void freeze(int pod, long atMost) {
        pods.state[pod] = Pods.FROZEN;
        pods.frozenAt[pod] = now;
        pods.version[pod]++;
        queue.put(now + atMost, Kind.THAW, pod, pods.version[pod]);
    }

    void thaw(int pod, int version) {
        if (pods.version[pod] != version || pods.state[pod] != Pods.FROZEN) {
            return;
        }
        kernel.advance(pods.node[pod], now);
        if (pods.version[pod] != version) {
            return;
        }
        tally.down(now - pods.frozenAt[pod], pods.memory[pod]);
        pods.offset[pod] += now - pods.frozenAt[pod];
        pods.state[pod] = Pods.RUNNING;
        awaitEnd(pod);
    }

    private void lose(int pod, long at, Timeline.End how) {
        int node = pods.node[pod];
        double demand = 0;
        for (double used : nodes.used) {
            demand += used;
        }
        boolean unavoidable =
                demand > nodes.usable * nodes.size || pods.memory[pod] >= nodes.usable;
        long work = pods.work(pod, at);
        tally.kill(work, pods.memory[pod], unavoidable, at - nodes.lastArrival[node]);
        tally.podHours += work / 3.6e6;
        pods.kills[pod]++;
        timeline.killed(pod, node, at, pods.memory[pod], work, how);
    }

    @Override
    public void killed(int pod, long at) {
        int node = pods.node[pod];
        if (pods.state[pod] == Pods.FROZEN && !deeds.sourceKilled(pod)) {
            nodes.remove(pod, pods);
            return;
        }
        lose(pod, at, Timeline.End.OOM_KILLED);
        leave(pod, Pods.BACK_OFF);
        pods.node[pod] = node;
        long wait = FIRST_BACK_OFF << Math.min(5, pods.kills[pod] - 1);
        queue.put(
                Math.max(now, at) + Math.min(MOST_BACK_OFF, wait),
                Kind.RESTART,
                pod,
                pods.version[pod]);
    }

    @Override
    public boolean killArriving(int node, double score, long at) {
        return deeds.killArriving(node, score);
    }

    @Override
    public void slowed(int node, long millis) {
        tally.lostSeconds += millis / 1e3;
        tally.slowedSeconds += millis / 1e3;
    }

    @Override
    public void thawed(int pod, long at) {
        awaitEnd(pod);
    }

    @Override
    public void arrived(Move move, long at) {
        scheduler.release(move.pod, move.source);
        scheduler.reserve(move.pod, move.target, at);
        metrics.samplePod(move.pod, at);
        nodes.lastArrival[move.target] = at;
        awaitEnd(move.pod);
    }

    @Override
    public void ended(Move move, boolean arrived, long at) {
        timeline.moved(
                move.record.id().value(),
                move.pod,
                move.source,
                move.target,
                move.record.createdAt().toEpochMilli(),
                move.frozenAt,
                at,
                move.bytes,
                arrived);
    }
}
