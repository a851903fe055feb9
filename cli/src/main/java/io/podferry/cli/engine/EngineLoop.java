package io.podferry.cli.engine;

import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.MigrationRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the engine and the coordinator. It ticks when new telemetry has come or the period is over, and
 * advances the migrations as soon as an agent has told something new. Other threads hand it work with {@link #call}.
 */
final class EngineLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);
    private static final Runnable WAKE = () -> {};

    private final PolicyEngine engine;
    private final Coordinator coordinator;
    private final InstantSource clock;
    private final Duration period;
    private final Consumer<TickReport> onTick;
    private final Consumer<List<MigrationRecord>> onChange;
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private volatile boolean stopping;
    private volatile boolean telemetryArrived;

    /**
     * @param period longest time between two ticks
     * @param onTick told every report, on the loop's thread
     * @param onChange told every change of a migration's state, on the loop's thread
     */
    EngineLoop(
            PolicyEngine engine,
            Coordinator coordinator,
            InstantSource clock,
            Duration period,
            Consumer<TickReport> onTick,
            Consumer<List<MigrationRecord>> onChange) {
        this.engine = engine;
        this.coordinator = coordinator;
        this.clock = clock;
        this.period = period;
        this.onTick = onTick;
        this.onChange = onChange;
    }

    /** An agent told something about a migration. Any thread. */
    void wake() {
        work.add(WAKE);
    }

    /** A new reading of a node has come. Any thread. */
    void telemetry() {
        telemetryArrived = true;
        work.add(WAKE);
    }

    void stop() {
        stopping = true;
        work.add(WAKE);
    }

    /**
     * Runs {@code task} on the loop's thread and waits for its result.
     *
     * @throws IllegalStateException when the engine stops meanwhile
     */
    <T> T call(Function<Coordinator, T> task) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        work.add(
                () -> {
                    try {
                        result.complete(task.apply(coordinator));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(e);
                    }
                });
        if (stopping) {
            throw new IllegalStateException("the engine is stopping");
        }
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void run() {
        long nextTick = System.nanoTime();
        while (!stopping) {
            try {
                Runnable task = work.poll(Math.max(0, nextTick - System.nanoTime()), TimeUnit.NANOSECONDS);
                for (; task != null; task = work.poll()) {
                    task.run();
                }
                changed(coordinator.advance(now()));
                if (telemetryArrived || System.nanoTime() >= nextTick) {
                    telemetryArrived = false;
                    TickReport report = engine.tick(now());
                    changed(report.changed());
                    onTick.accept(report);
                    nextTick = System.nanoTime() + wait(report).toNanos();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // The next tick works on fresh data; migrations under way must not stand still because of one bad tick.
                LOG.error("The engine's tick failed; going on", e);
                nextTick = System.nanoTime() + period.toNanos();
            }
        }
    }

    /** With migrations under way, time-outs must be seen soon. */
    private Duration wait(TickReport report) {
        return report.active().isEmpty() ? period : period.dividedBy(4);
    }

    private void changed(List<MigrationRecord> records) {
        if (!records.isEmpty()) {
            onChange.accept(records);
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
