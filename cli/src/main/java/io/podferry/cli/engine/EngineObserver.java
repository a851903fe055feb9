package io.podferry.cli.engine;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.MigrationRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes what the loop does on to board, registry, views, metrics and events. Used on the loop's
 * thread only.
 */
final class EngineObserver implements EngineLoop.Observer {
    private static final long PROGRESS_NANOS = 100_000_000;

    private final Views views;
    private final Verdicts verdicts;
    private final MigrationBoard board;
    private final MigrationEnds ends;
    private final HttpMigrationExecutor executor;
    private final EngineMetrics metrics;
    private final PolicySetting policy;
    private final InstantSource clock;
    private final Consumer<ClusterEvent> events;
    private long lastProgress = System.nanoTime();

    EngineObserver(
            Views views,
            Verdicts verdicts,
            MigrationBoard board,
            MigrationEnds ends,
            HttpMigrationExecutor executor,
            EngineMetrics metrics,
            PolicySetting policy,
            InstantSource clock,
            Consumer<ClusterEvent> events) {
        this.views = views;
        this.verdicts = verdicts;
        this.board = board;
        this.ends = ends;
        this.executor = executor;
        this.metrics = metrics;
        this.policy = policy;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public void ticked(TickReport report, long nanos) {
        metrics.ticked(nanos, report);
        views.ticked(report);
        verdicts.ticked(report);
        report.submitted().forEach(board::entered);
        report.refused()
                .forEach(reason -> events.accept(new ClusterEvent.Refused(clock.millis(), reason)));
        changed(report.changed());
        events.accept(
                new ClusterEvent.Sample(
                        report.takenAt().toEpochMilli(),
                        policy.name(),
                        views.nodes(),
                        views.pods()));
    }

    @Override
    public void changed(List<MigrationRecord> records) {
        for (MigrationRecord record : records) {
            ends.settle(record);
            board.entered(record);
            if (record.state().terminal()) {
                executor.forget(record.id());
            }
        }
    }

    @Override
    public void advanced(Coordinator coordinator) {
        long now = System.nanoTime();
        if (now - lastProgress < PROGRESS_NANOS) {
            return;
        }
        lastProgress = now;
        for (MigrationRecord record : coordinator.active()) {
            board.progress(record, coordinator.progress(record.id()));
        }
    }
}
