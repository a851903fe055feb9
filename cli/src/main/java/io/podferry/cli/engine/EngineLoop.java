package io.podferry.cli.engine;

import io.podferry.policy.cluster.NodeName;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the engine and the coordinator. It ticks when new telemetry has come or
 * the period is over, and advances the migrations as soon as an agent has told something new. Other
 * threads hand it work with {@link #call}.
 */
public final class EngineLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

    /** Readings of many nodes within this time are looked at together. */
    private static final Duration CLOSEST = Duration.ofMillis(50);

    private final PolicyEngine engine;
    private final Coordinator coordinator;
    private final InstantSource clock;
    private final Duration period;
    private final Preparation preparation;
    private final Observer observer;
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private volatile boolean stopping;
    private volatile boolean telemetryArrived;

    /** Is done before every tick. Called on the loop's thread. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(PolicyEngine engine, Coordinator coordinator);
    }

    /** Hears what happens. Called on the loop's thread. */
    public interface Observer {
        /** A tick is over; the changes of migrations within it are in the report. */
        void ticked(TickReport report, long nanos);

        /** Migrations entered a state outside a tick. */
        void changed(List<MigrationRecord> records);

        /** Migrations were looked after; their figures may be new. */
        void advanced(Coordinator coordinator);
    }

    /**
     * @param period longest time between two ticks
     */
    public EngineLoop(
            PolicyEngine engine,
            Coordinator coordinator,
            InstantSource clock,
            Duration period,
            Preparation preparation,
            Observer observer) {
        this.engine = engine;
        this.coordinator = coordinator;
        this.clock = clock;
        this.period = period;
        this.preparation = preparation;
        this.observer = observer;
    }

    /** An agent told something about a migration. Any thread. */
    public void wake() {
        work.add(EngineLoop::nothing);
    }

    /** A new reading of a node has come. Any thread. */
    public void telemetry() {
        telemetryArrived = true;
        work.add(EngineLoop::nothing);
    }

    /** What the engine would want to know if it started anew. Any thread. */
    public byte[] history() throws InterruptedException {
        return call(_ -> engine.history());
    }

    /** A pod of the node was killed for want of memory. Any thread. */
    void exhausted(NodeName node) {
        work.add(() -> engine.audit().exhausted(node, now()));
    }

    /** Ends after the present round. Any thread. */
    public void stop() {
        stopping = true;
        work.add(EngineLoop::nothing);
    }

    /**
     * Runs {@code task} on the loop's thread and waits for its result.
     *
     * @throws IllegalStateException when the engine stops meanwhile
     */
    public <T> T call(Function<Coordinator, T> task) throws InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        work.add(() -> {
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
        long lastTick = nextTick - CLOSEST.toNanos();
        while (!stopping) {
            try {
                Runnable task =
                        work.poll(Math.max(0, nextTick - System.nanoTime()), TimeUnit.NANOSECONDS);
                for (; task != null; task = work.poll()) {
                    task.run();
                }
                advance();
                long start = System.nanoTime();
                if ((telemetryArrived && start - lastTick >= CLOSEST.toNanos())
                        || start >= nextTick) {
                    telemetryArrived = false;
                    lastTick = start;
                    preparation.prepare(engine, coordinator);
                    TickReport report = engine.tick(now());
                    observer.ticked(report, System.nanoTime() - start);
                    nextTick = start + wait(report).toNanos();
                } else if (telemetryArrived) {
                    nextTick = Math.min(nextTick, lastTick + CLOSEST.toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // The next tick works on fresh data; migrations under way must not stand still
                // because of one bad tick.
                LOG.error("The engine's tick failed; going on", e);
                nextTick = System.nanoTime() + period.toNanos();
            }
        }
    }

    /** With migrations under way, time-outs must be seen soon. */
    private Duration wait(TickReport report) {
        return report.active().isEmpty() ? period : period.dividedBy(4);
    }

    private void advance() {
        List<MigrationRecord> changed = coordinator.advance(now());
        if (!changed.isEmpty()) {
            observer.changed(changed);
        }
        observer.advanced(coordinator);
    }

    /** Only wakes the loop. */
    private static void nothing() {}

    private Instant now() {
        return clock.instant();
    }
}
