package io.podferry.simulations.world;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.plan.Action;
import io.podferry.policy.plan.DecisionLog;
import io.podferry.policy.plan.NoMigrationPolicy;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.policy.plan.Policy;
import io.podferry.simulations.workload.Workload;
import io.podferry.simulations.world.EventQueue.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * One run: a workload on a cluster under a policy. The same arguments give the same result, bit for
 * bit. Not thread-safe; many worlds may run side by side.
 */
public final class World {
    private static final long KUBELET_EVERY = 10_000;

    /** Below this share the kubelet goes by the last look, as it does between its own readings. */
    private static final double NEARLY_FULL = 0.8;

    private static final long FIRST_BACK_OFF = 10_000;
    private static final long MOST_BACK_OFF = 300_000;
    private static final long SCHEDULE_EVERY = 10_000;
    private static final long GRACE = 60_000;

    private final RunConfig config;
    private final Workload load;
    private final Timeline timeline;
    private final long seed;
    private final Pods pods;
    private final Nodes nodes;
    private final EventQueue queue = new EventQueue();
    private final Tally tally = new Tally();
    private final Kernel kernel;
    private final Metrics metrics;
    private final Scheduler scheduler;
    private final Moves moves;
    private final Judge judge;
    private final SplittableRandom gaps;
    private final Coordinator coordinator;
    private final PolicyEngine engine;
    private final boolean thinking;
    private final long end;
    private final double horizonSeconds;
    private long now;
    private final long[] nanos = new long[Kind.values().length];
    private boolean begun;
    private boolean scheduling;
    private boolean judging;

    public World(
            RunConfig config,
            Workload load,
            long seed,
            PolicySource policy,
            EngineConfig engineConfig,
            CoordinatorConfig limits,
            DecisionLog decisions,
            Timeline timeline) {
        this.config = config;
        this.load = load;
        this.timeline = timeline;
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed * 31 + 17);
        this.gaps = random.split();
        this.pods = new Pods(load);
        this.nodes = new Nodes(config);
        this.kernel = new Kernel(pods, nodes, new Fates());
        this.metrics = new Metrics(pods, nodes, config);
        this.scheduler = new Scheduler(pods, nodes, metrics);
        this.moves =
                new Moves(config, pods, nodes, kernel, queue, tally, random.split(), new Watcher());
        Truth truth = new Truth(pods, nodes, Math.max(1000, config.step().toMillis()));
        this.judge = new Judge(pods, nodes, truth, tally, engineConfig.risk().horizon().toMillis());
        Policy chosen = policy.policy(truth);
        this.thinking = !(chosen instanceof NoMigrationPolicy);
        this.coordinator = new Coordinator(new HeapStore(), moves, limits, 1);
        this.engine =
                new PolicyEngine(
                        metrics, chosen, coordinator, decisions, engineConfig, this::perform);
        this.end = load.endMillis() + GRACE;
        this.horizonSeconds = engineConfig.risk().horizon().toMillis() / 1e3;
    }

    /** Plays the run to its end. */
    public RunResult run() {
        playUntil(end);
        finish();
        return result();
    }

    /** Plays on to a time of the run, milliseconds. */
    public void playUntil(long until) {
        if (!begun) {
            begun = true;
            begin();
        }
        while (!queue.isEmpty() && queue.nextTime() <= until) {
            queue.take();
            now = queue.time();
            moves.clock(now);
            Kind kind = queue.kind();
            long start = System.nanoTime();
            handle(kind, queue.subject(), queue.version());
            nanos[kind.ordinal()] += System.nanoTime() - start;
        }
    }

    /** Samples of pods taken so far. */
    public long samples() {
        return metrics.taken();
    }

    /** Nanoseconds of real time spent so far, by kind of event. */
    public Map<String, Long> profile() {
        Map<String, Long> profile = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            profile.put(kind.name().toLowerCase(Locale.ROOT), nanos[kind.ordinal()]);
        }
        return profile;
    }

    private void begin() {
        for (int pod = 0; pod < load.size(); pod++) {
            queue.put(load.arrivals()[pod], Kind.ARRIVE, pod, 0);
        }
        long period = config.samplePeriod().toMillis();
        SplittableRandom phases = new SplittableRandom(seed * 31 + 5);
        for (int node = 0; node < nodes.size; node++) {
            queue.put(phases.nextLong(period), Kind.SAMPLE, node, 0);
            if (config.evictionThreshold().bytes() > 0) {
                queue.put(phases.nextLong(KUBELET_EVERY), Kind.KUBELET, node, 0);
            }
        }
        if (config.step().toMillis() < period) {
            queue.put(config.step().toMillis(), Kind.STEP, 0, 0);
        }
        boolean judged = config.judgeEvery().isPositive();
        if (judged || thinking) {
            queue.put(config.decideEvery().toMillis(), Kind.TICK, 0, 0);
        }
        if (judged) {
            queue.put(config.judgeEvery().toMillis(), Kind.JUDGE, 0, 0);
        }
    }

    private void handle(Kind kind, int subject, int version) {
        switch (kind) {
            case STEP -> step();
            case END -> end(subject, version);
            case THAW -> thaw(subject, version);
            case RESTART -> restart(subject, version);
            case ARRIVE -> {
                scheduler.queue(subject);
                schedule();
            }
            case TRANSFER -> {
                moves.transferred(subject, version);
                coordinator.advance(Instant.ofEpochMilli(now));
            }
            case ACTION -> {
                moves.act(subject, version);
                coordinator.advance(Instant.ofEpochMilli(now));
            }
            case KUBELET -> kubelet(subject);
            case SAMPLE -> sample(subject);
            case SCHEDULE -> {
                scheduling = false;
                schedule();
            }
            case TICK -> tick();
            case JUDGE -> {
                judging = true;
                queue.put(now + config.judgeEvery().toMillis(), Kind.JUDGE, 0, 0);
            }
        }
    }

    private void step() {
        for (int node = 0; node < nodes.size; node++) {
            kernel.advance(node, now);
        }
        queue.put(now + config.step().toMillis(), Kind.STEP, 0, 0);
    }

    private void sample(int node) {
        kernel.advance(node, now);
        if (config.sampleGaps() == 0 || gaps.nextDouble() >= config.sampleGaps()) {
            metrics.sample(node, now);
        }
        timeline.usage(node, now, nodes.used[node]);
        queue.put(now + config.samplePeriod().toMillis(), Kind.SAMPLE, node, 0);
    }

    private void tick() {
        for (int node = 0; node < nodes.size; node++) {
            kernel.advance(node, now);
        }
        TickReport report = engine.tick(Instant.ofEpochMilli(now));
        for (MigrationRecord record : report.submitted()) {
            judge.alarm(record, now);
        }
        if (judging) {
            judging = false;
            judge.compare(report, engine::forecast);
        }
        double used = 0;
        for (double bytes : nodes.used) {
            used += bytes;
        }
        tally.density(used / nodes.usable / nodes.size);
        timeline.ticked(report);
        queue.put(now + config.decideEvery().toMillis(), Kind.TICK, 0, 0);
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

    private void end(int pod, int version) {
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

    private void restart(int pod, int version) {
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

    /** Below the threshold, the pod with the most memory above its request has to go. */
    private void kubelet(int node) {
        if (nodes.used[node] > NEARLY_FULL * nodes.usable) {
            kernel.advance(node, now);
        }
        if (nodes.usable - nodes.used[node] < config.evictionThreshold().bytes()) {
            int victim = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < nodes.count[node]; i++) {
                int pod = nodes.pods[node][i];
                double above = pods.memory[pod] - pods.request[pod];
                if (pods.state[pod] == Pods.RUNNING && above > most) {
                    most = above;
                    victim = pod;
                }
            }
            if (victim >= 0) {
                tally.evictions++;
                evict(victim, Timeline.End.EVICTED);
            }
        }
        queue.put(now + KUBELET_EVERY, Kind.KUBELET, node, 0);
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
    private Optional<String> perform(Action action, Instant at) {
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

    private void thaw(int pod, int version) {
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

    private void finish() {
        now = end;
        for (int node = 0; node < nodes.size; node++) {
            kernel.advance(node, now);
            for (int i = 0; i < nodes.count[node]; i++) {
                tally.podHours += pods.work(nodes.pods[node][i], now) / 3.6e6;
            }
        }
    }

    private RunResult result() {
        return new RunResult(
                seed,
                pods.size,
                tally.kills,
                tally.unavoidable,
                tally.evictions,
                tally.policyEvictions,
                tally.targetKills,
                tally.podHours,
                tally.lostSeconds,
                tally.lostGibSeconds,
                tally.moves,
                tally.failedMoves,
                tally.pingPongs,
                tally.bytesMoved,
                tally.downtimeSeconds,
                tally.downtimeQuantile(0.5),
                tally.downtimeQuantile(0.95),
                tally.downtimeQuantile(1),
                tally.alarms,
                tally.falseAlarms,
                tally.leadQuantile(0.5),
                nodes.size * (end / 8.64e7),
                judge.exceeded + judge.covered == 0
                        ? 0
                        : (double) judge.exceeded / (judge.exceeded + judge.covered),
                judge.brierCount == 0 ? 0 : judge.brierSum / judge.brierCount,
                tally.meanDensity(),
                tally.densityQuantile(0.95),
                horizonSeconds,
                metrics.taken(),
                tally.completed,
                scheduler.waiting(),
                judge.calibration());
    }

    /** What the kernel does to pods. */
    private final class Fates implements Kernel.Reaper {
        @Override
        public void killed(int pod, long at) {
            int node = pods.node[pod];
            if (pods.state[pod] == Pods.FROZEN && !moves.sourceKilled(pod)) {
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
            if (nodes.arriving[node] <= 0) {
                return false;
            }
            Move worst = null;
            double most = score;
            for (Move move : moves.arrivingAt(node)) {
                double its = kernel.score(move.bytes, pods.request[move.pod]);
                if (its > most) {
                    most = its;
                    worst = move;
                }
            }
            if (worst == null) {
                return false;
            }
            moves.cloneKilled(worst);
            return true;
        }

        @Override
        public void slowed(int node, long millis) {
            tally.lostSeconds += millis / 1e3;
            tally.slowedSeconds += millis / 1e3;
        }
    }

    /** What follows from moves. */
    private final class Watcher implements Moves.Observer {
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
}
