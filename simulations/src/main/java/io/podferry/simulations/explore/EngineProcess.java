package io.podferry.simulations.explore;

import io.podferry.policy.migration.Answer;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationRequest;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.migration.MigrationStore;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One engine process: the production coordinator, ticked, with an executor that talks to the agents
 * over the network. Not thread-safe.
 */
final class EngineProcess {
    private static final long TICK = 100;
    private static final long ASK_AGAIN = 700;
    private static final long IMPATIENCE = 3_000;

    private final Trial trial;
    private final Coordinator coordinator;
    private final long skew;
    private final Map<Key, StepStatus> statuses = new HashMap<>();
    private final Map<Key, Long> since = new HashMap<>();
    private boolean alive = true;

    private record Key(MigrationId id, Step step, long epoch) {}

    EngineProcess(Trial trial, long skew) {
        this.trial = trial;
        this.skew = skew;
        Store.View view = trial.store.new View(this);
        long epoch = Coordinator.nextEpoch(new Consistent(trial));
        this.coordinator = new Coordinator(view, new Asker(), CoordinatorConfig.DEFAULT, epoch);
        trial.clock.tell("engine", "starts with epoch " + epoch);
        run(() -> {
            if (!trial.bug(Bug.NO_RECOVERY)) {
                coordinator.recover(now());
            }
        });
        trial.clock.after(TICK, this::tick);
    }

    /** Epochs are drawn from a consistent read. */
    private record Consistent(Trial trial) implements MigrationStore {
        @Override
        public java.util.List<MigrationRecord> list() {
            return trial.store.all();
        }

        @Override
        public java.util.Optional<MigrationRecord> find(MigrationId id) {
            return trial.store.current(id);
        }

        @Override
        public boolean compareAndSet(MigrationRecord next) {
            return false;
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(1_000_000_000_000L + trial.clock.now() + skew);
    }

    boolean alive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    private void tick() {
        if (alive) {
            run(() -> coordinator.advance(now()));
            trial.clock.after(TICK, this::tick);
        }
    }

    private void run(Runnable what) {
        if (alive) {
            try {
                what.run();
            } catch (Crash e) {
                trial.clock.tell("engine", "crashes at " + e.getMessage());
            }
        }
    }

    void submit(MigrationRequest request) {
        run(() -> {
            switch (coordinator.submit(request, now())) {
                case Answer.Accepted accepted -> coordinator.advance(now());
                case Answer.Refused(String reason) ->
                        trial.clock.tell("engine", "refused: " + reason);
            }
        });
    }

    void abortSomething() {
        run(() ->
                coordinator
                        .active()
                        .forEach(r -> coordinator.abort(r.id(), "a person said so", now())));
    }

    /** An agent's report arrives. */
    void report(MigrationId id, Step step, long epoch, StepStatus status) {
        Key key = new Key(id, step, epoch);
        StepStatus known = statuses.get(key);
        if (alive && known instanceof StepStatus.Pending) {
            statuses.put(key, status);
            run(() -> coordinator.advance(now()));
        }
    }

    /** Carries steps to agents, asking again until there is an answer. */
    private final class Asker implements MigrationExecutor {
        @Override
        public void start(MigrationRecord record, Step step) {
            trial.reach("ask-" + step + ":before", Actor.ENGINE, EngineProcess.this);
            Key key = new Key(record.id(), step, record.epoch());
            StepStatus known = statuses.get(key);
            if (known == null || known instanceof StepStatus.Failed) {
                statuses.put(key, StepStatus.Pending.unknown("asking"));
                since.putIfAbsent(key, trial.clock.now());
                ask(key, record);
            }
            trial.reach("ask-" + step + ":after", Actor.ENGINE, EngineProcess.this);
        }

        private void ask(Key key, MigrationRecord record) {
            if (!alive || !(statuses.get(key) instanceof StepStatus.Pending)) {
                return;
            }
            Agent agent = trial.agent(record, key.step());
            trial.network.send(
                    "engine",
                    agent.name(),
                    () -> agent.asked(record, key.step(), EngineProcess.this));
            trial.clock.after(ASK_AGAIN, () -> ask(key, record));
        }

        @Override
        public StepStatus poll(MigrationRecord record, Step step) {
            Key key = new Key(record.id(), step, record.epoch());
            StepStatus status =
                    statuses.getOrDefault(key, StepStatus.Pending.unknown("not yet asked"));
            boolean silent =
                    status instanceof StepStatus.Pending
                            && trial.clock.now() - since.getOrDefault(key, trial.clock.now())
                                    > IMPATIENCE;
            if (step == Step.KILL_SOURCE && silent && trial.bug(Bug.SILENCE_IS_DEATH)) {
                return new StepStatus.Done(java.util.Optional.empty(), Map.of());
            }
            if (step == Step.KILL_SOURCE && silent && trial.bug(Bug.ABORT_AFTER_COMMIT)) {
                start(record, Step.ABORT_SOURCE);
            }
            if (step == Step.PROMISE_SOURCE
                    && status instanceof StepStatus.Done
                    && trial.bug(Bug.KILL_BEFORE_COMMIT)) {
                start(record, Step.KILL_SOURCE);
            }
            if (record.state() == MigrationState.COMMITTED && trial.bug(Bug.RELEASE_BEFORE_DEATH)) {
                start(record, Step.RELEASE_TARGET);
            }
            return status;
        }
    }
}
