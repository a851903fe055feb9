package io.podferry.policy.engine;

import io.podferry.policy.migration.ActionExecutor;
import io.podferry.policy.migration.Coordinator;
import io.podferry.policy.migration.CoordinatorConfig;
import io.podferry.policy.migration.MemoryStore;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.plan.Policies;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints what a decision costs as the cluster grows. Run the main method; the first argument is the
 * policy.
 */
final class ScaleBenchmark {
    private static final int WARM_UP = 20;
    private static final int MEASURED = 15;

    private ScaleBenchmark() {}

    public static void main(String[] arguments) {
        String policy = arguments.length > 0 ? arguments[0] : "default";
        System.out.printf(
                "%7s %8s %14s %14s %12s %10s %s%n",
                "nodes", "pods", "full ms (med)", "1% ms (med)", "ns/pod full", "heap MiB", "seen");
        int[] sizes =
                arguments.length > 1
                        ? new int[] {Integer.parseInt(arguments[1])}
                        : new int[] {1000, 5000, 15000};
        for (int nodes : sizes) {
            measure(policy, nodes);
        }
    }

    /** Time of this thread on a core: other programs on the machine do not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void measure(String policy, int nodes) {
        SyntheticFeed feed = new SyntheticFeed(nodes);
        Coordinator coordinator =
                new Coordinator(new MemoryStore(), new Silent(), CoordinatorConfig.DEFAULT, 1);
        long[] spent = new long[1];
        PolicyEngine engine =
                new PolicyEngine(
                        (now, sink) -> {
                            long start = cpu();
                            feed.deliver(now, sink);
                            spent[0] = cpu() - start;
                        },
                        Policies.byName(policy),
                        coordinator,
                        _ -> {},
                        EngineConfig.DEFAULT,
                        ActionExecutor.none());
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        double[] full = new double[MEASURED];
        double[] delivery = new double[MEASURED];
        TickReport report = null;
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            now = now.plusSeconds(10);
            long start = cpu();
            report = engine.tick(now);
            full[Math.max(0, i - WARM_UP)] = (cpu() - start) / 1e6;
            delivery[Math.max(0, i - WARM_UP)] = spent[0] / 1e6;
        }
        double[] part = new double[MEASURED];
        feed.share(0.01);
        for (int i = 0; i < 2 * MEASURED; i++) {
            now = now.plusMillis(100);
            long start = cpu();
            engine.tick(now);
            part[Math.max(0, i - MEASURED)] = (cpu() - start) / 1e6;
        }
        Arrays.sort(full);
        Arrays.sort(part);
        Arrays.sort(delivery);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        int pods = nodes * SyntheticFeed.PODS_PER_NODE;
        System.out.printf(
                Locale.ROOT,
                "%7d %8d %14.1f %14.1f %12.0f %10d feed %.1f ms, %d decisions, %d due, %d calm%n",
                nodes,
                pods,
                full[MEASURED / 2],
                part[MEASURED / 2],
                full[MEASURED / 2] * 1e6 / pods,
                heap,
                delivery[MEASURED / 2],
                report == null ? 0 : report.plan().decisions().size(),
                report == null
                        ? 0
                        : report.plan().decisions().stream()
                                .filter(d -> d.due() || d.finding() == Finding.MOVE)
                                .count(),
                report == null
                        ? 0
                        : report.risks().nodes().values().stream()
                                .filter(r -> r.exhaustionProbability() == 0)
                                .count());
        if (engine.rejectedSamples() > 0) {
            System.out.println("        rejected samples: " + engine.rejectedSamples());
        }
    }

    /** Moves never end: what is measured is thinking. */
    private static final class Silent implements MigrationExecutor {
        @Override
        public void start(MigrationRecord record, Step step) {}

        @Override
        public StepStatus poll(MigrationRecord record, Step step) {
            return StepStatus.Pending.unknown("");
        }
    }
}
