package io.podferry.simulations.explore;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationRequest;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.Step;
import io.podferry.policy.units.DataSize;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run of the exploration: two nodes, one pod that is moved, and trouble. Not thread-safe. */
final class Trial {
    private static final long CONVERGES = 60_000;
    private static final long AFTERMATH = 4_000;
    private static final long SUBMIT = 50;

    final Plan plan;
    final Clockwork clock;
    final Chaos chaos;
    final Network network;
    final Store store;

    private final Map<String, Agent> agents = new TreeMap<>();
    private final List<Copy> copies = new ArrayList<>();
    private final Set<String> visited = new LinkedHashSet<>();
    private final Set<String> afterwards = new LinkedHashSet<>();
    private final int migrations;
    private @Nullable EngineProcess engine;
    private int next;
    private int submitted;
    private long lastTrouble;
    private boolean machineLost;

    private Trial(Plan plan, boolean telling) {
        this.plan = plan;
        this.clock = new Clockwork(plan.seed(), telling);
        this.chaos = plan.chaos() ? Chaos.draw(clock.random) : Chaos.CALM;
        this.network = new Network(clock, chaos);
        this.store = new Store(this);
        this.migrations = plan.chaos() ? 1 + clock.random.nextInt(3) : 1;
        this.lastTrouble = chaos.until();
    }

    /**
     * What a run came to.
     *
     * @param points all points that were passed
     * @param afterwards those that were passed after the last planned fault
     * @param simulatedMillis how long it took in its own time
     */
    record Outcome(
            Optional<Violation> violation,
            Set<String> points,
            Set<String> afterwards,
            long simulatedMillis) {}

    static Outcome run(Plan plan, boolean telling) {
        Trial trial = new Trial(plan, telling);
        Optional<Violation> violation = Optional.empty();
        try {
            trial.play();
        } catch (Broken e) {
            violation =
                    Optional.of(
                            new Violation(
                                    plan,
                                    trial.clock.now(),
                                    String.valueOf(e.getMessage()),
                                    trial.clock.history()));
        }
        return new Outcome(violation, trial.visited, trial.afterwards, trial.clock.now());
    }

    boolean bug(Bug bug) {
        return plan.bug() == bug;
    }

    private void play() {
        agents.put("A", new Agent(this, "A", Actor.SOURCE_AGENT, drift()));
        agents.put("B", new Agent(this, "B", Actor.TARGET_AGENT, drift()));
        copies.add(new Copy("pod", "A", 0, Copy.State.RUNNING, 0));
        startEngine();
        clock.after(SUBMIT, this::submit);
        if (plan.chaos()) {
            clock.after(500, this::trouble);
        }
        long quietSince = Long.MAX_VALUE;
        while (clock.step(Long.MAX_VALUE)) {
            if (!settled()) {
                quietSince = Long.MAX_VALUE;
            } else if (quietSince == Long.MAX_VALUE) {
                quietSince = clock.now();
            }
            boolean quiet = quietSince != Long.MAX_VALUE && clock.now() - quietSince > AFTERMATH;
            if (quiet) {
                break;
            }
            if (clock.now() > lastTrouble + CONVERGES) {
                throw new Broken("does not converge within 60 s: " + describe());
            }
        }
        checkEnd();
    }

    private double drift() {
        return 1 + chaos.drift() * (2 * clock.random.nextDouble() - 1);
    }

    private void startEngine() {
        long skew = chaos.skewMillis() == 0 ? 0 : clock.random.nextLong(chaos.skewMillis());
        engine = new EngineProcess(this, skew);
    }

    /** Asks for the next move once the one before has ended. */
    private void submit() {
        if (submitted == migrations) {
            return;
        }
        boolean open = store.all().stream().anyMatch(r -> !r.state().terminal());
        Optional<Copy> live = copies.stream().filter(Copy::executes).findFirst();
        if (engine != null && engine.alive() && !open && live.isPresent()) {
            Copy pod = live.get();
            submitted++;
            engine.submit(
                    new MigrationRequest(
                            new PodUid(pod.name),
                            "pod",
                            "pod",
                            new NodeName(pod.node),
                            new NodeName(pod.node.equals("A") ? "B" : "A"),
                            DataSize.ofMebibytes(64),
                            "explored",
                            "operator"));
        }
        if (submitted < migrations && (live.isPresent() || open)) {
            clock.after(400, this::submit);
        } else if (live.isEmpty() && !open) {
            submitted = migrations;
        }
    }

    private void trouble() {
        if (clock.now() >= chaos.until()) {
            return;
        }
        if (clock.chance(chaos.partitions())) {
            List<String> all = List.of("engine", "A", "B");
            int one = clock.random.nextInt(3);
            network.partition(
                    all.get(one), all.get((one + 1) % 3), clock.random.nextLong(200, 45_000));
        }
        if (clock.chance(chaos.crashes())) {
            crash(anybody());
        }
        if (clock.chance(chaos.interference()) && engine != null) {
            engine.abortSomething();
        }
        clock.after(500, this::trouble);
    }

    private Actor anybody() {
        int which = clock.random.nextInt(3);
        boolean machine = clock.chance(chaos.powerLoss());
        return switch (which) {
            case 0 -> Actor.ENGINE;
            case 1 -> machine ? Actor.SOURCE_NODE : Actor.SOURCE_AGENT;
            default -> machine ? Actor.TARGET_NODE : Actor.TARGET_AGENT;
        };
    }

    boolean faulty(double share) {
        return share > 0 && clock.now() < chaos.until() && clock.chance(share);
    }

    Agent agent(MigrationRecord record, Step step) {
        return agent(
                switch (step.side()) {
                    case SOURCE -> record.source();
                    case TARGET -> record.target();
                });
    }

    Agent agent(NodeName name) {
        Agent agent = agents.get(name.value());
        if (agent == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return agent;
    }

    /** A point of the protocol that nobody present dies of. */
    void passBy(String point) {
        fire(point);
    }

    /**
     * A point of the protocol in the course of a process.
     *
     * @param self the process; it is stopped when it crashes here
     * @param by the engine process, when it is one
     */
    void reach(String point, Actor self, @Nullable EngineProcess by) {
        if (by != null && !by.alive()) {
            throw new Crash(point);
        }
        Optional<Actor> crashed = fire(point);
        boolean myself =
                crashed.isPresent()
                        && (crashed.get() == self
                                || self == Actor.SOURCE_AGENT && crashed.get() == Actor.SOURCE_NODE
                                || self == Actor.TARGET_AGENT
                                        && crashed.get() == Actor.TARGET_NODE);
        if (myself && (by == null || !by.alive())) {
            throw new Crash(point);
        }
    }

    private Optional<Actor> fire(String point) {
        visited.add(point);
        afterwards.add(point);
        if (next < plan.faults().size() && plan.faults().get(next).point().equals(point)) {
            Actor actor = plan.faults().get(next).actor();
            next++;
            afterwards.clear();
            clock.tell("fault", point + " crashes " + actor.label());
            crash(actor);
            return Optional.of(actor);
        }
        return Optional.empty();
    }

    private void crash(Actor actor) {
        long down = 300 + clock.random.nextLong(2_700);
        lastTrouble = Math.max(lastTrouble, clock.now() + down + 3_000);
        switch (actor) {
            case ENGINE -> crashEngine(down);
            case SOURCE_AGENT -> agent(new NodeName("A")).crash(down);
            case TARGET_AGENT -> agent(new NodeName("B")).crash(down);
            case SOURCE_NODE -> agent(new NodeName("A")).powerLoss(down + 2_000);
            case TARGET_NODE -> agent(new NodeName("B")).powerLoss(down + 2_000);
        }
        check();
    }

    private void crashEngine(long down) {
        EngineProcess old = engine;
        if (old == null) {
            return;
        }
        engine = null;
        if (faulty(chaos.zombies())) {
            clock.tell("engine", "the old process lives on for a while");
            clock.after(clock.random.nextLong(1_000, 20_000), old::die);
        } else {
            old.die();
            store.engineDied();
        }
        clock.tell("engine", "down for " + down + " ms");
        boolean lasting = faulty(chaos.partitions());
        clock.after(lasting ? down + 25_000 : down, this::startEngine);
    }

    Optional<Copy> live(String name, String node) {
        return copies.stream()
                .filter(c -> c.name.equals(name) && c.node.equals(node))
                .filter(c -> c.state() != Copy.State.DEAD)
                .findFirst();
    }

    void machineDied(String node) {
        for (Copy copy : copies) {
            if (copy.node.equals(node) && copy.state() != Copy.State.DEAD) {
                copy.become(Copy.State.DEAD, clock.now());
            }
        }
        machineLost = true;
    }

    /** A clone begins to execute. */
    Copy cloneRuns(MigrationRecord order, long count, String node) {
        String name = order.cloneUid().value();
        Copy source = null;
        for (Copy copy : copies) {
            if (copy.name.equals(order.podUid().value())) {
                source = copy;
                if (copy.state() != Copy.State.DEAD) {
                    throw new Broken(
                            "the clone of %s executes while its source is %s"
                                    .formatted(order.id(), copy.state()));
                }
            }
        }
        if (source != null && source.count(clock.now()) != count) {
            throw new Broken(
                    "the clone of %s goes on at %d, its source had reached %d"
                            .formatted(order.id(), count, source.count(clock.now())));
        }
        Copy clone = new Copy(name, node, count, Copy.State.RUNNING, clock.now());
        copies.add(clone);
        clock.tell(node, "the clone executes");
        check();
        return clone;
    }

    /** Never two live copies. */
    void check() {
        long executing = copies.stream().filter(Copy::executes).count();
        if (executing > 1) {
            throw new Broken(executing + " live copies of the pod");
        }
    }

    void checkKill(MigrationId id) {
        if (store.current(id).filter(r -> r.state().committed()).isEmpty()) {
            throw new Broken("the source of " + id + " is killed before the decision is durable");
        }
    }

    void checkRelease(MigrationId id) {
        boolean proven =
                store.current(id)
                        .map(MigrationRecord::state)
                        .filter(s -> s.committed() && s != MigrationState.COMMITTED)
                        .isPresent();
        if (!proven) {
            throw new Broken(
                    "the clone of " + id + " is released before the source is proven dead");
        }
    }

    void checkTransition(@Nullable MigrationRecord before, MigrationRecord after) {
        if (before == null) {
            return;
        }
        boolean back = before.state().committed() && !after.state().committed();
        boolean risen = before.state().terminal() && before.state() != after.state();
        boolean skipped =
                after.state() == MigrationState.COMMITTED
                        && before.state() != MigrationState.PREPARED
                        && before.state() != MigrationState.COMMITTED;
        if (back || risen || skipped || after.version() != before.version() + 1) {
            throw new Broken(
                    "%s goes from %s (version %d) to %s (version %d)"
                            .formatted(
                                    after.id(),
                                    before.state(),
                                    before.version(),
                                    after.state(),
                                    after.version()));
        }
    }

    /** Never none: what has ended has left one live copy, unless a machine took it along. */
    void stored(MigrationRecord record) {
        if (record.state().terminal()
                && !machineLost
                && copies.stream().noneMatch(Copy::executes)) {
            throw new Broken(
                    "%s is %s and no copy of the pod executes"
                            .formatted(record.id(), record.state()));
        }
    }

    private boolean settled() {
        return clock.now() > lastTrouble - 3_000
                && submitted == migrations
                && engine != null
                && engine.alive()
                && agents.values().stream().allMatch(Agent::quiet)
                && store.all().stream().allMatch(r -> r.state().terminal());
    }

    private void checkEnd() {
        check();
        long live = copies.stream().filter(c -> c.state() != Copy.State.DEAD).count();
        boolean executing = copies.stream().anyMatch(Copy::executes);
        if (!executing && (live > 0 || !machineLost)) {
            throw new Broken("no copy of the pod executes in the end: " + describe());
        }
        for (Agent agent : agents.values()) {
            if (!agent.reserved.isEmpty() || !agent.disk.left().isEmpty()) {
                throw new Broken(
                        "left on %s: reservations %s, images %s"
                                .formatted(
                                        agent.name(), agent.reserved.keySet(), agent.disk.left()));
            }
        }
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        store.all().forEach(r -> text.append(r.id()).append(' ').append(r.state()).append(' '));
        copies.forEach(c ->
                text.append(c.name)
                        .append('@')
                        .append(c.node)
                        .append(' ')
                        .append(c.state())
                        .append(' '));
        for (Agent agent : agents.values()) {
            text.append(agent.quiet() ? "" : agent.name() + " still holds a clone or is down ");
        }
        return text.toString().strip();
    }
}
