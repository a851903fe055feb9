package io.podferry.agent.migration;

import io.podferry.agent.api.StepReport;
import io.podferry.agent.process.Failpoints;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps the engine asks for, each in a virtual thread of its own, at most once at a time.
 * Steps are idempotent, so a step that was forgotten in a restart is simply asked for again.
 * Thread-safe.
 */
public final class StepService {
    private static final Logger LOG = LoggerFactory.getLogger(StepService.class);

    private record Key(String migration, Step step) {}

    /** The outcome of a step's work. */
    @FunctionalInterface
    interface Work {
        StepStatus.Done run(MigrationOrder order, MigrationFolder folder, StepProgress progress)
                throws IOException, InterruptedException, StepFailure;
    }

    private final Path migrations;
    private final SourceSide source;
    private final TargetSide target;
    private final OpenMoves moves;
    private final BiConsumer<Step, StepReport> ended;
    private final Map<Key, RunningStep> steps = new ConcurrentHashMap<>();
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();

    /**
     * Knows no step yet; what must be known of earlier ones is in the folder.
     *
     * @param migrations folder of the node's migrations, 0700
     * @param moves told which pods come and go
     * @param ended told every step that ended
     */
    public StepService(
            Path migrations,
            SourceSide source,
            TargetSide target,
            OpenMoves moves,
            BiConsumer<Step, StepReport> ended) {
        this.ended = ended;
        this.migrations = migrations;
        this.moves = moves;
        this.source = source;
        this.target = target;
    }

    /**
     * Starts a step, or finds it running or done; a failed step is tried again.
     *
     * @throws StaleEpochException when a newer engine process has spoken about this migration
     */
    public StepReport start(MigrationOrder order, Step step) throws IOException {
        MigrationFolder folder = new MigrationFolder(migrations, order.id());
        synchronized (this) {
            long newest = newestEpoch(folder, order.id());
            if (order.epoch() < newest) {
                throw new StaleEpochException(order.id(), order.epoch(), newest);
            }
            if (order.epoch() > newest) {
                folder.writeOrder(order);
                epochs.put(order.id(), order.epoch());
            }
            Key key = new Key(order.id(), step);
            RunningStep known = steps.get(key);
            if (known != null && !known.failed()) {
                return known.report();
            }
            RunningStep running = new RunningStep();
            steps.put(key, running);
            Thread.ofVirtual()
                    .name("step-" + step + "-" + order.id())
                    .start(() -> run(order, folder, step, running));
            return running.report();
        }
    }

    private long newestEpoch(MigrationFolder folder, String id) throws IOException {
        Long known = epochs.get(id);
        if (known != null) {
            return known;
        }
        Optional<MigrationOrder> stored = folder.readOrder();
        stored.ifPresent(order -> epochs.put(id, order.epoch()));
        return stored.map(MigrationOrder::epoch).orElse(0L);
    }

    /**
     * The next status after {@code seenVersion}; empty when this process was never asked for the
     * step.
     */
    public Optional<StepReport> await(
            String migration, Step step, long seenVersion, Duration atMost)
            throws InterruptedException {
        RunningStep running = steps.get(new Key(migration, step));
        return running == null ? Optional.empty() : Optional.of(running.await(seenVersion, atMost));
    }

    private void run(MigrationOrder order, MigrationFolder folder, Step step, RunningStep running) {
        LOG.info("migration {}: {}", order.id(), step);
        try {
            Failpoints.reached(place(order, step, "before"));
            moves.started(order, step);
            StepStatus.Done done = work(step).run(order, folder, running);
            Failpoints.reached(place(order, step, "after"));
            moves.done(order, step);
            running.finish(done);
        } catch (StepFailure e) {
            LOG.warn("migration {}: {} failed: {}", order.id(), step, e.getMessage());
            running.finish(new StepStatus.Failed(String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException e) {
            LOG.warn("migration {}: {} failed", order.id(), step, e);
            running.finish(
                    new StepStatus.Failed(step + " failed on " + where(order, step) + ": " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.finish(new StepStatus.Failed("the agent is stopping"));
        }
        ended.accept(step, running.report());
        if (step == Step.CLEAN_SOURCE || step == Step.CLEAN_TARGET) {
            steps.keySet()
                    .removeIf(key -> key.migration().equals(order.id()) && key.step() != step);
        }
    }

    private static String place(MigrationOrder order, Step step, String when) {
        return "%s.%s.%s".formatted(where(order, step), step, when);
    }

    private static String where(MigrationOrder order, Step step) {
        return switch (step.side()) {
            case SOURCE -> order.source();
            case TARGET -> order.target();
        };
    }

    private Work work(Step step) {
        return switch (step) {
            case PREFLIGHT_SOURCE -> source::preflight;
            case DUMP_AND_SHIP -> source::dumpAndShip;
            case PROMISE_SOURCE -> source::promise;
            case KILL_SOURCE -> source::kill;
            case CLEAN_SOURCE -> source::clean;
            case ABORT_SOURCE -> source::abort;
            case PREFLIGHT_TARGET -> target::preflight;
            case HOLD_TARGET -> target::hold;
            case PREPARE_TARGET -> target::prepare;
            case RELEASE_TARGET -> target::release;
            case CLEAN_TARGET -> target::clean;
            case ABORT_TARGET -> target::abort;
        };
    }
}
