package io.podferry.cli.bench;

import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.plan.Policies;
import io.podferry.simulations.run.MemoryMigrationStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Times the engine's tick on a synthetic cluster, one second of virtual time apart, after a
 * warm-up. The time to put the snapshot together is the adapter's and is not counted.
 */
record TickBench(int nodes, int pods, int ticks, String policy) {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * What was measured.
     *
     * @param millis one figure per measured tick
     * @param moves migrations that were begun meanwhile
     */
    record Result(List<Double> millis, int moves) {}

    Result run() {
        SyntheticCluster cluster = new SyntheticCluster(nodes, pods, START, 7);
        Coordinator coordinator =
                new Coordinator(new MemoryMigrationStore(), cluster, CoordinatorConfig.DEFAULT, 1);
        List<Long> snapshotNanos = new ArrayList<>();
        PolicyEngine engine =
                new PolicyEngine(
                        now -> {
                            long before = System.nanoTime();
                            var snapshot = cluster.snapshot(now);
                            snapshotNanos.add(System.nanoTime() - before);
                            return snapshot;
                        },
                        Policies.byName(policy),
                        coordinator,
                        _ -> {},
                        EngineConfig.DEFAULT);
        List<Double> millis = new ArrayList<>();
        int moves = 0;
        for (int i = 0; i < 2 * ticks; i++) {
            snapshotNanos.clear();
            long before = System.nanoTime();
            var report = engine.tick(START.plusSeconds(i));
            long took = System.nanoTime() - before;
            moves += report.submitted().size();
            if (i >= ticks) {
                long adapter = snapshotNanos.stream().mapToLong(Long::longValue).sum();
                millis.add((double) (took - adapter) / NANOS_PER_MILLI);
            }
        }
        return new Result(millis, moves);
    }
}
