package io.podferry.simulations.explore;

import io.podferry.simulations.explore.Disk.Images;
import io.podferry.simulations.explore.Disk.Marker;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The steps of the node that a pod goes to, as the production agent performs them. */
final class TargetSteps {
    private final Agent agent;
    private final Trial trial;

    TargetSteps(Agent agent) {
        this.agent = agent;
        this.trial = agent.trial;
    }

    void begin(StepRun run) throws Refused, IOException {
        switch (run.step) {
            case PREFLIGHT_TARGET -> {
                agent.refuseAborted(run);
                agent.done(run, Optional.empty());
            }
            case HOLD_TARGET -> hold(run);
            case PREPARE_TARGET -> prepare(run);
            case RELEASE_TARGET -> release(run);
            case CLEAN_TARGET -> clean(run);
            case ABORT_TARGET -> abort(run);
            case PREFLIGHT_SOURCE,
                    DUMP_AND_SHIP,
                    PROMISE_SOURCE,
                    KILL_SOURCE,
                    CLEAN_SOURCE,
                    ABORT_SOURCE ->
                    throw new IllegalArgumentException(run.step + " is not the target's");
        }
    }

    private void hold(StepRun run) throws Refused, IOException {
        agent.refuseAborted(run);
        if (!agent.disk.has(run.id(), Marker.RECEIVED)) {
            agent.disk.requireRoom();
            agent.reach("hold:before");
            int held = agent.reserved.getOrDefault(run.id(), 0);
            agent.reserved.put(run.id(), trial.bug(Bug.HOLD_RESERVES_TWICE) ? held + 1 : 1);
            agent.reach("hold:after");
        }
        agent.done(run, Optional.empty());
    }

    private void prepare(StepRun run) throws Refused, IOException {
        agent.refuseAborted(run);
        if (!agent.disk.has(run.id(), Marker.RECEIVED)) {
            if (agent.disk.images(run.id()) == null) {
                throw new Refused("no checkpoint was received");
            }
            agent.mark(run, Marker.RECEIVED, "hash-" + run.id());
        }
        Held held = agent.clones.get(run.id());
        if (held == null || held.lost()) {
            held = rebuild(run, held != null);
        }
        Held clone = held;
        agent.beat(run.id());
        agent.later(run, 60, () -> awaitHeld(run, clone));
    }

    private void awaitHeld(StepRun run, Held held) throws Refused {
        agent.refuseAborted(run);
        if (held.lost()) {
            throw new Refused("the clone was removed");
        }
        if (held.state == Held.State.BUILDING) {
            agent.reach("restore:before");
            held.state = Held.State.HELD;
            agent.reach("restore:after");
        }
        if (trial.bug(Bug.CLONE_NOT_HELD)) {
            execute(run, held);
        }
        agent.done(run, Optional.of("hash-" + run.id()));
    }

    private Held rebuild(StepRun run, boolean again) throws Refused {
        Images images = agent.disk.images(run.id());
        if (images == null) {
            throw new Refused("the checkpoint is gone");
        }
        boolean spoilt = images.spoilt() || again && trial.faulty(trial.chaos.rot());
        if (again && spoilt && !trial.bug(Bug.REBUILD_UNVERIFIED)) {
            throw new Refused("the images are spoilt");
        }
        if (spoilt || !images.complete()) {
            throw new Broken(
                    "a clone of %s is rebuilt from %s images"
                            .formatted(run.id(), spoilt ? "spoilt" : "incomplete"));
        }
        Held held = new Held(images.count(), trial.clock.now());
        agent.clones.put(run.id(), held);
        return held;
    }

    private void release(StepRun run) throws Refused, IOException {
        if (agent.disk.has(run.id(), Marker.RELEASED) && !trial.bug(Bug.RELEASE_TWICE)) {
            agent.done(run, Optional.empty());
            return;
        }
        Held held = agent.clones.get(run.id());
        if (held == null && !agent.disk.has(run.id(), Marker.RECEIVED)) {
            throw new Refused("no clone was ever prepared");
        }
        if (held == null || held.lost()) {
            if (trial.bug(Bug.LOST_CLONE_NOT_REBUILT)) {
                return;
            }
            held = rebuild(run, true);
            agent.beat(run.id());
        }
        Held clone = held;
        if (clone.state == Held.State.BUILDING) {
            agent.later(run, 60, () -> awaitRelease(run, clone));
        } else {
            awaitRelease(run, clone);
        }
    }

    private void awaitRelease(StepRun run, Held held) throws Refused, IOException {
        if (held.lost()) {
            throw new Refused("the held clone was removed in this moment");
        }
        trial.checkRelease(run.order.id());
        agent.reach("release:before");
        execute(run, held);
        agent.reach("release:after");
        agent.rest(run.id());
        agent.mark(run, Marker.RELEASED, "yes");
        agent.done(run, Optional.empty());
    }

    private void execute(StepRun run, Held held) {
        if (held.state != Held.State.RELEASED || trial.bug(Bug.RELEASE_TWICE)) {
            held.state = Held.State.RELEASED;
            held.copy = trial.cloneRuns(run.order, held.count, agent.name());
        }
    }

    private void clean(StepRun run) throws IOException {
        forget(run, !trial.bug(Bug.CLEAN_LEAKS_IMAGES));
        agent.mark(run, Marker.CLEANED, "yes");
        agent.done(run, Optional.empty());
    }

    private void forget(StepRun run, boolean images) {
        agent.reserved.computeIfPresent(run.id(), (_, count) -> count > 1 ? count - 1 : null);
        if (images) {
            agent.disk.remove(run.id());
        }
        agent.rest(run.id());
    }

    private void abort(StepRun run) throws Refused, IOException {
        if (agent.disk.has(run.id(), Marker.RELEASED)) {
            throw new Refused("the clone executes and cannot be taken back");
        }
        agent.mark(run, Marker.ABORTED, "yes");
        agent.reach("remove:before");
        remove(run, agent.clones.get(run.id()));
        agent.reach("remove:after");
        if (trial.bug(Bug.ABORT_LEAKS_RESERVATION)) {
            agent.disk.remove(run.id());
        } else {
            forget(run, true);
        }
        agent.done(run, Optional.empty());
    }

    private void remove(StepRun run, @Nullable Held held) {
        if (held != null && trial.bug(Bug.ABORT_LEAKS_CLONE)) {
            held.lastBeat = Long.MAX_VALUE / 2;
        } else if (held != null) {
            held.state = Held.State.REMOVED;
            agent.clones.remove(run.id());
        }
    }
}
