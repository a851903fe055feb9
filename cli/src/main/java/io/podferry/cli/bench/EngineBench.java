package io.podferry.cli.bench;

import io.podferry.policy.engine.EngineConfig;
import io.podferry.policy.engine.PolicyEngine;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.ActionExecutor;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.plan.Policies;
import io.podferry.simulations.run.MemoryMigrationStore;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;

/** What a decision costs on a large cluster, in time of one core and in heap. */
record EngineBench(int nodes, String policy) {
    private static final int WARM_UP = 20;
    private static final int MEASURED = 15;
    private static final double CHANGED = 0.01;

    /**
     * Medians.
     *
     * @param fullMillis a cycle in which every pod has a new sample, the delivery included
     * @param feedMillis of that, the delivery
     * @param partMillis a cycle in which 1 % of the pods have one
     * @param heapMebibytes live objects of the whole process afterwards
     * @param decisions nodes that gave reason to think in the last full cycle
     */
    record Result(
            int pods,
            double fullMillis,
            double feedMillis,
            double partMillis,
            long heapMebibytes,
            int decisions) {}

    Result run() {
        SyntheticFeed feed = new SyntheticFeed(nodes);
        long[] spent = new long[1];
        PolicyEngine engine =
                new PolicyEngine(
                        (now, sink) -> {
                            long start = cpu();
                            feed.deliver(now, sink);
                            spent[0] = cpu() - start;
                        },
                        Policies.byName(policy),
                        new Coordinator(
                                new MemoryMigrationStore(),
                                new Silent(),
                                CoordinatorConfig.DEFAULT,
                                1),
                        _ -> {},
                        EngineConfig.DEFAULT,
                        ActionExecutor.none());
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        double[] full = new double[MEASURED];
        double[] delivery = new double[MEASURED];
        int decisions = 0;
        for (int i = -WARM_UP; i < MEASURED; i++) {
            now = now.plusSeconds(10);
            long start = cpu();
            TickReport report = engine.tick(now);
            full[Math.max(0, i)] = (cpu() - start) / 1e6;
            delivery[Math.max(0, i)] = spent[0] / 1e6;
            decisions = report.plan().decisions().size();
        }
        double[] part = new double[MEASURED];
        feed.share(CHANGED);
        for (int i = -MEASURED; i < MEASURED; i++) {
            now = now.plusMillis(100);
            long start = cpu();
            engine.tick(now);
            part[Math.max(0, i)] = (cpu() - start) / 1e6;
        }
        return new Result(
                nodes * SyntheticFeed.PODS_PER_NODE,
                median(full),
                median(delivery),
                median(part),
                heap(),
                decisions);
    }

    /** Time of this thread on a core: other programs on the machine do not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    /** Moves never end: what is measured is thinking. */
    private static final class Silent implements MigrationExecutor {
        @Override
        public void start(MigrationRecord record, Step step) {
            // Nobody is there to do it.
        }

        @Override
        public StepStatus poll(MigrationRecord record, Step step) {
            return StepStatus.Pending.unknown("");
        }
    }
}
