package io.podferry.simulations.explore;

import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.explore.Disk.Images;
import io.podferry.simulations.explore.Disk.Marker;
import java.io.IOException;
import java.util.Optional;

/** The steps of the node that a pod leaves, as the production agent performs them. */
final class SourceSteps {
    private static final int TRIES = 4;

    private final Agent agent;
    private final Trial trial;

    SourceSteps(Agent agent) {
        this.agent = agent;
        this.trial = agent.trial;
    }

    void begin(StepRun run) throws Refused, IOException {
        switch (run.step) {
            case PREFLIGHT_SOURCE -> preflight(run);
            case DUMP_AND_SHIP -> dump(run);
            case PROMISE_SOURCE -> promise(run);
            case KILL_SOURCE -> kill(run);
            case CLEAN_SOURCE -> clean(run);
            case ABORT_SOURCE -> abort(run);
            case PREFLIGHT_TARGET,
                    HOLD_TARGET,
                    PREPARE_TARGET,
                    RELEASE_TARGET,
                    CLEAN_TARGET,
                    ABORT_TARGET ->
                    throw new IllegalArgumentException(run.step + " is not the source's");
        }
    }

    private void preflight(StepRun run) throws Refused {
        agent.refuseAborted(run);
        subject(run);
        agent.done(run, Optional.empty());
    }

    private Copy subject(StepRun run) throws Refused {
        return trial.live(run.order.podUid().value(), agent.name())
                .orElseThrow(() -> new Refused("no such pod"));
    }

    private void dump(StepRun run) throws Refused, IOException {
        agent.refuseAborted(run);
        Optional<String> shipped = agent.disk.read(run.id(), Marker.SHIPPED);
        if (shipped.isPresent()) {
            requireWaiting(agent.dumps.get(run.id()));
            agent.beat(run.id());
            agent.done(run, shipped);
            return;
        }
        if (agent.disk.has(run.id(), Marker.DUMP_STARTED)) {
            throw new Refused("the agent was restarted while it shipped");
        }
        Copy source = subject(run);
        agent.mark(run, Marker.DUMP_STARTED, "yes");
        agent.sessions.add(run.id());
        agent.later(run, 20, () -> freeze(run, source));
    }

    private void freeze(StepRun run, Copy source) throws Refused {
        requireSession(run);
        agent.reach("freeze:before");
        if (source.executes()) {
            source.become(Copy.State.FROZEN, trial.clock.now());
        }
        Dump dump = new Dump(source, trial.clock.now());
        agent.dumps.put(run.id(), dump);
        agent.beat(run.id());
        agent.reach("freeze:after");
        agent.reached(run, MigrationState.FROZEN);
        agent.later(run, 150, () -> complete(run, dump));
    }

    private void complete(StepRun run, Dump dump) throws Refused {
        requireSession(run);
        if (dump.decision != Dump.Decision.NONE) {
            throw new Refused("the dump was told to end");
        }
        agent.reach("dump:before");
        dump.complete = true;
        agent.reach("dump:after");
        agent.reached(run, MigrationState.DUMPED);
        agent.later(run, 100, () -> ship(run, dump, TRIES));
    }

    private void ship(StepRun run, Dump dump, int tries) throws Refused, IOException {
        requireSession(run);
        requireWaiting(dump);
        Agent target = trial.agent(run.order.target());
        boolean through =
                target.up()
                        && target.reserved.containsKey(run.id())
                        && trial.network.passes(agent.name(), target.name());
        boolean spoilt = through && trial.faulty(trial.chaos.rot());
        if (!through || spoilt && !trial.bug(Bug.NO_VERIFICATION)) {
            if (tries == 0) {
                throw new Refused("the target cannot be reached");
            }
            agent.later(run, 200, () -> ship(run, dump, tries - 1));
            return;
        }
        boolean early = trial.bug(Bug.SHIPPED_TOO_EARLY);
        trial.passBy("receive:before");
        requireUp(target);
        target.disk.requireRoom();
        boolean forced = !trial.bug(Bug.IMAGES_NOT_FORCED);
        target.disk.store(
                run.id(), new Images(dump.source.count(trial.clock.now()), !early, spoilt, forced));
        trial.passBy("receive:after");
        requireUp(target);
        agent.later(run, 10, () -> shipped(run, dump));
    }

    private void shipped(StepRun run, Dump dump) throws Refused, IOException {
        requireSession(run);
        requireWaiting(dump);
        String hash = "hash-" + run.id();
        agent.mark(run, Marker.SHIPPED, hash);
        agent.sessions.remove(run.id());
        agent.done(run, Optional.of(hash));
    }

    private void promise(StepRun run) throws Refused {
        agent.refuseAborted(run);
        Dump dump = agent.dumps.get(run.id());
        if (trial.bug(Bug.THAWED_PROMISES) && dump != null) {
            agent.done(run, Optional.empty());
            return;
        }
        requireWaiting(dump);
        agent.reach("promise:before");
        if (dump == null || !dump.promise()) {
            throw new Refused("the pod has thawed by itself");
        }
        agent.reach("promise:after");
        agent.done(run, Optional.empty());
    }

    private void kill(StepRun run) throws Refused, IOException {
        if (agent.disk.has(run.id(), Marker.SOURCE_DEAD)) {
            agent.done(run, Optional.empty());
            return;
        }
        Dump dump = agent.dumps.get(run.id());
        if (dump == null) {
            throw new Refused("there is no dump to vote on");
        }
        trial.checkKill(run.order.id());
        agent.fenced.add(run.order.podUid().value());
        agent.reach("kill:before");
        if (!dump.vote(true, trial.clock.now())) {
            throw new Refused("the pod was thawed before the decision came");
        }
        agent.reach("kill:voted");
        if (trial.bug(Bug.DEAD_BEFORE_GONE)) {
            agent.mark(run, Marker.SOURCE_DEAD, "yes");
            agent.done(run, Optional.empty());
            agent.later(run, 400, () -> dump.thaw(trial.clock.now()));
            agent.later(run, 600, () -> dump.source.become(Copy.State.DEAD, trial.clock.now()));
            return;
        }
        agent.later(
                run,
                30,
                () -> {
                    dump.source.become(Copy.State.DEAD, trial.clock.now());
                    agent.mark(run, Marker.SOURCE_DEAD, "yes");
                    agent.rest(run.id());
                    agent.done(run, Optional.empty());
                });
    }

    private void clean(StepRun run) throws IOException {
        agent.rest(run.id());
        agent.dumps.remove(run.id());
        agent.mark(run, Marker.CLEANED, "yes");
        agent.done(run, Optional.empty());
    }

    private void abort(StepRun run) throws Refused, IOException {
        if (agent.disk.has(run.id(), Marker.SOURCE_DEAD)) {
            throw new Refused("the migration is past its decision");
        }
        agent.mark(run, Marker.ABORTED, "yes");
        agent.sessions.remove(run.id());
        Dump dump = agent.dumps.get(run.id());
        if (dump != null) {
            agent.reach("thaw:before");
            if (!trial.bug(Bug.ABORT_LEAVES_FROZEN) && !dump.vote(false, trial.clock.now())) {
                throw new Refused("the source was already told to die");
            }
            agent.reach("thaw:after");
        }
        agent.later(
                run,
                20,
                () -> {
                    agent.rest(run.id());
                    if (!trial.bug(Bug.ABORT_LEAVES_FROZEN)) {
                        agent.dumps.remove(run.id());
                    }
                    agent.done(run, Optional.empty());
                });
    }

    private static void requireUp(Agent target) throws Refused {
        if (!target.up()) {
            throw new Refused("the target broke off");
        }
    }

    private void requireSession(StepRun run) throws Refused {
        if (!agent.sessions.contains(run.id())) {
            throw new Refused("the migration was aborted");
        }
    }

    private static void requireWaiting(@org.jspecify.annotations.Nullable Dump dump)
            throws Refused {
        if (dump == null || !dump.awaitsVote()) {
            throw new Refused("the pod does not wait for its vote");
        }
    }
}
