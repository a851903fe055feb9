package io.podferry.simulations.world;

import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.plan.DecisionLog;
import io.podferry.policy.plan.NoMigrationPolicy;
import io.podferry.policy.plan.Policy;
import io.podferry.simulations.run.MemoryMigrationStore;
import io.podferry.simulations.workload.Workload;
import io.podferry.simulations.world.EventQueue.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One run: a workload on a cluster under a policy. The same arguments give the same result, bit for
 * bit. Not thread-safe; many worlds may run side by side.
 */
public final class World {
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
    private final Lives lives;
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
        this.metrics = new Metrics(pods, nodes, config);
        this.lives =
                new Lives(config, pods, nodes, queue, tally, metrics, timeline, random.split());
        this.kernel = lives.kernel();
        this.moves = lives.moves();
        Truth truth = new Truth(pods, nodes, Math.max(1000, config.step().toMillis()));
        this.judge = new Judge(pods, nodes, truth, tally, engineConfig.risk().horizon().toMillis());
        Policy chosen = policy.policy(truth);
        this.thinking = !(chosen instanceof NoMigrationPolicy);
        this.coordinator = new Coordinator(new MemoryMigrationStore(), moves, limits, 1);
        this.engine =
                new PolicyEngine(
                        metrics, chosen, coordinator, decisions, engineConfig, lives::perform);
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
            lives.clock(now);
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
            lives.watch(node, phases);
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
            case END -> lives.end(subject, version);
            case THAW -> lives.thaw(subject, version);
            case RESTART -> lives.restart(subject, version);
            case ARRIVE -> lives.arrive(subject);
            case TRANSFER -> {
                moves.transferred(subject, version);
                coordinator.advance(Instant.ofEpochMilli(now));
            }
            case ACTION -> {
                moves.act(subject, version);
                coordinator.advance(Instant.ofEpochMilli(now));
            }
            case KUBELET -> lives.kubelet(subject);
            case SAMPLE -> sample(subject);
            case SCHEDULE -> lives.retrySchedule();
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

    private void finish() {
        now = end;
        lives.clock(now);
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
                lives.waiting(),
                judge.calibration());
    }
}
