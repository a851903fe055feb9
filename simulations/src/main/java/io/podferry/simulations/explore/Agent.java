package io.podferry.simulations.explore;

import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.simulations.explore.Disk.Marker;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node with its agent: what the agent's process remembers, what the disk keeps, and the
 * containers that outlive the agent. Takes orders as the production agent does: newest epoch only,
 * each step at most once at a time, a failed one again. Not thread-safe.
 */
final class Agent {
    private static final long BEAT = 1_000;
    private static final long ENGINE_SILENCE = 10_000;
    private static final long DEAD_MAN = 15_000;

    final Trial trial;
    final Disk disk;
    final Map<String, Dump> dumps = new HashMap<>();
    final Map<String, Held> clones = new HashMap<>();
    final Map<String, Integer> reserved = new HashMap<>();
    final Set<String> fenced = new HashSet<>();

    /** Transfers that exist in the memory of the source's agent only. */
    final Set<String> sessions = new HashSet<>();

    private final String name;
    private final Actor process;
    private final SourceSteps source;
    private final TargetSteps target;
    private final double drift;
    private final Map<String, StepRun> runs = new HashMap<>();
    private final Set<String> heart = new HashSet<>();
    private boolean up = true;
    private boolean powered = true;
    private long generation;
    private long engineSpoke;

    Agent(Trial trial, String name, Actor process, double drift) {
        this.trial = trial;
        this.name = name;
        this.process = process;
        this.drift = drift;
        this.disk = new Disk(trial.clock, trial.chaos);
        this.source = new SourceSteps(this);
        this.target = new TargetSteps(this);
        trial.clock.after(BEAT, this::timers);
    }

    String name() {
        return name;
    }

    boolean up() {
        return up && powered;
    }

    /** Up, with no clone that waits for its release or removal. */
    boolean quiet() {
        return up()
                && clones.values().stream()
                        .noneMatch(held ->
                                held.state == Held.State.HELD || held.state == Held.State.BUILDING);
    }

    /** An order arrives. */
    void asked(MigrationRecord order, Step step, EngineProcess engine) {
        if (!up()) {
            return;
        }
        engineSpoke = trial.clock.now();
        String id = order.id().value();
        if (order.epoch() < disk.epoch(id)) {
            trial.clock.tell(name, "refuses epoch " + order.epoch() + " for " + step);
            return;
        }
        disk.epoch(id, Math.max(order.epoch(), disk.epoch(id)));
        StepRun known = runs.get(id + step);
        boolean repeatedRelease = step == Step.RELEASE_TARGET && trial.bug(Bug.RELEASE_TWICE);
        if (known != null && !(known.status instanceof StepStatus.Failed) && !repeatedRelease) {
            known.asker = engine;
            known.epoch = order.epoch();
            reply(known);
            return;
        }
        StepRun run = new StepRun(order, step, engine);
        runs.put(id + step, run);
        trial.clock.tell(name, "begins " + step);
        act(run, () -> begin(run));
    }

    private void begin(StepRun run) throws Refused, IOException {
        switch (run.step) {
            case PREFLIGHT_SOURCE,
                    DUMP_AND_SHIP,
                    PROMISE_SOURCE,
                    KILL_SOURCE,
                    CLEAN_SOURCE,
                    ABORT_SOURCE ->
                    source.begin(run);
            case PREFLIGHT_TARGET,
                    HOLD_TARGET,
                    PREPARE_TARGET,
                    RELEASE_TARGET,
                    CLEAN_TARGET,
                    ABORT_TARGET ->
                    target.begin(run);
        }
    }

    /** Something that may be refused, or find the disk full. */
    interface Work {
        void run() throws Refused, IOException;
    }

    void later(StepRun run, long millis, Work work) {
        long mine = generation;
        trial.clock.after(
                millis,
                () -> {
                    if (mine == generation && up()) {
                        act(run, work);
                    }
                });
    }

    private void act(StepRun run, Work work) {
        try {
            work.run();
        } catch (Refused | IOException e) {
            trial.clock.tell(name, run.step + " fails: " + e.getMessage());
            sessions.remove(run.id() + run.step);
            run.status = new StepStatus.Failed(String.valueOf(e.getMessage()));
            reply(run);
        } catch (Crash e) {
            trial.clock.tell(name, "crashes at " + e.getMessage());
        }
    }

    void reached(StepRun run, MigrationState state) {
        run.status = new StepStatus.Pending("working", Optional.of(state), Map.of());
        reply(run);
    }

    void done(StepRun run, Optional<String> hash) {
        reach("reply-" + run.step + ":before");
        run.status = new StepStatus.Done(hash, Map.of());
        trial.clock.tell(name, run.step + " done");
        reply(run);
        reach("reply-" + run.step + ":after");
    }

    private void reply(StepRun run) {
        StepStatus status = run.status;
        EngineProcess engine = run.asker;
        long epoch = run.epoch;
        trial.network.send(
                name, "engine", () -> engine.report(run.order.id(), run.step, epoch, status));
    }

    void reach(String point) {
        trial.reach(point, process, null);
    }

    /** Writes a fact, with the ways in which that can go wrong. */
    void mark(StepRun run, Marker marker, String content) throws IOException {
        reach("mark-" + marker + ":before");
        disk.mark(run.id(), marker, content);
        reach("mark-" + marker + ":after");
    }

    void refuseAborted(StepRun run) throws Refused {
        if (disk.has(run.id(), Marker.ABORTED) && !trial.bug(Bug.ABORT_FORGOTTEN)) {
            throw new Refused("the migration was aborted");
        }
    }

    void beat(String migration) {
        heart.add(migration);
        beatNow(migration);
    }

    void rest(String migration) {
        heart.remove(migration);
    }

    private void beatNow(String migration) {
        Dump dump = dumps.get(migration);
        if (dump != null) {
            dump.lastBeat = trial.clock.now();
        }
        Held held = clones.get(migration);
        if (held != null) {
            held.lastBeat = trial.clock.now();
        }
    }

    /** The agent's heart, and the timers in the containers' guards, which live without it. */
    private void timers() {
        long now = trial.clock.now();
        if (up() && now - engineSpoke < ENGINE_SILENCE) {
            heart.forEach(this::beatNow);
        }
        if (powered) {
            double limit = DEAD_MAN * drift;
            for (Dump dump : dumps.values()) {
                boolean free =
                        dump.decision == Dump.Decision.NONE
                                || (dump.decision == Dump.Decision.PROMISED
                                        && trial.bug(Bug.TIMER_BEATS_PROMISE));
                if (free && dump.complete && now - dump.lastBeat > limit) {
                    trial.clock.tell(name, "the source thaws by itself");
                    dump.decision = Dump.Decision.THAW;
                    dump.thaw(now);
                }
            }
            for (Held held : clones.values()) {
                boolean waits = held.state == Held.State.HELD || held.state == Held.State.BUILDING;
                if (waits && now - held.lastBeat > limit) {
                    trial.clock.tell(name, "the held clone goes away by itself");
                    held.state = Held.State.REMOVED;
                }
            }
        }
        trial.check();
        trial.clock.after(BEAT, this::timers);
    }

    /** The process dies; it comes back after a while. */
    void crash(long downMillis) {
        generation++;
        up = false;
        runs.clear();
        sessions.clear();
        heart.clear();
        if (trial.bug(Bug.PROMISE_NOT_DURABLE)) {
            dumps.values().stream()
                    .filter(d -> d.decision == Dump.Decision.PROMISED)
                    .forEach(d -> d.decision = Dump.Decision.NONE);
        }
        long mine = generation;
        trial.clock.tell(name, "agent down for " + downMillis + " ms");
        trial.clock.after(
                downMillis,
                () -> {
                    if (mine == generation && powered) {
                        start();
                    }
                });
    }

    private void start() {
        up = true;
        trial.clock.tell(name, "agent starts");
        if (trial.bug(Bug.RESTART_THAWS)) {
            dumps.values().forEach(d -> d.thaw(trial.clock.now()));
        }
        trial.check();
    }

    /** The machine dies with all processes; what was forced to disk remains. */
    void powerLoss(long downMillis) {
        crash(downMillis);
        powered = false;
        long now = trial.clock.now();
        for (Dump dump : dumps.values()) {
            if (dump.source.state() != Copy.State.DEAD && dump.source.node.equals(name)) {
                dump.source.become(Copy.State.DEAD, now);
            }
        }
        for (Held held : clones.values()) {
            if (held.copy != null) {
                held.copy.become(Copy.State.DEAD, now);
            }
            held.state = Held.State.REMOVED;
        }
        disk.powerLoss();
        trial.machineDied(name);
        trial.clock.after(
                downMillis + 1,
                () -> {
                    powered = true;
                    start();
                });
    }
}
