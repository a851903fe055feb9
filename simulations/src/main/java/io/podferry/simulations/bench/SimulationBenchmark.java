package io.podferry.simulations.bench;

import io.podferry.policy.units.DataSize;
import io.podferry.simulations.judge.PolicyCatalog;
import io.podferry.simulations.trace.PodTrace;
import io.podferry.simulations.workload.Workload;
import io.podferry.simulations.world.Deployment;
import io.podferry.simulations.world.RunConfig;
import io.podferry.simulations.world.Timeline;
import io.podferry.simulations.world.World;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Plays a large cluster and counts samples per second of processor time of one thread. The filling
 * of the cluster is not counted.
 */
public final class SimulationBenchmark {
    private static final int TRACES = 200;
    private static final long FILL = 120_000;
    private static final double GIB = 1L << 30;

    private final int nodes;
    private final int pods;
    private final Duration every;
    private final Duration length;

    /**
     * A benchmark that has not begun.
     *
     * @param every time between two samples, and between two decisions
     * @param length simulated time that is measured
     */
    public SimulationBenchmark(int nodes, int pods, Duration every, Duration length) {
        if (nodes < 1 || pods < 1 || length.toMinutes() < 1) {
            throw new IllegalArgumentException(
                    "a benchmark has 1 or more nodes, pods and minutes, not %d, %d and %d"
                            .formatted(nodes, pods, length.toMinutes()));
        }
        this.nodes = nodes;
        this.pods = pods;
        this.every = every;
        this.length = length;
    }

    /**
     * What was measured.
     *
     * @param processorSeconds of the thread that played
     * @param profile share of the time by kind of event, largest first
     */
    public record Measured(
            String policy,
            long samples,
            double processorSeconds,
            List<Map.Entry<String, Double>> profile) {
        public Measured {
            profile = List.copyOf(profile);
        }

        public double samplesPerSecond() {
            return samples / processorSeconds;
        }
    }

    public Measured measure(String policy) {
        RunConfig usual = RunConfig.DEFAULT;
        RunConfig config =
                new RunConfig(
                        nodes,
                        DataSize.ofGibibytes(256),
                        usual.moveSecondsPerGb(),
                        usual.moveFixed(),
                        0,
                        every,
                        Duration.ofSeconds(1),
                        0,
                        every,
                        every,
                        DataSize.ZERO,
                        usual.evictionThreshold(),
                        Duration.ZERO);
        Deployment deployment = Deployment.of(config);
        World world =
                new World(
                        config,
                        load(),
                        1,
                        PolicyCatalog.source(policy, config),
                        deployment.engine(),
                        deployment.limits(),
                        _ -> {},
                        Timeline.NONE);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        world.playUntil(FILL);
        long samples = world.samples();
        Map<String, Long> before = world.profile();
        long start = threads.getCurrentThreadCpuTime();
        world.playUntil(FILL + length.toMillis());
        double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
        return new Measured(
                policy, world.samples() - samples, seconds, profile(before, world.profile()));
    }

    private static List<Map.Entry<String, Double>> profile(
            Map<String, Long> before, Map<String, Long> after) {
        Map<String, Double> spent = new HashMap<>();
        after.forEach(
                (kind, nanos) -> spent.put(kind, (nanos - before.getOrDefault(kind, 0L)) / 1e9));
        double all = spent.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Map.Entry<String, Double>> shares = new ArrayList<>();
        spent.forEach(
                (kind, seconds) -> shares.add(Map.entry(kind, seconds / Math.max(all, 1e-9))));
        shares.sort(Map.Entry.<String, Double>comparingByValue().reversed());
        return shares.subList(0, Math.min(5, shares.size()));
    }

    /** Pods that stay: slow tides, saw-teeth and ramps around 5 GiB, 60 % of the memory in all. */
    private Workload load() {
        SplittableRandom random = new SplittableRandom(7);
        PodTrace[] kinds = new PodTrace[TRACES];
        Arrays.setAll(kinds, i -> kind(i, random.split()));
        PodTrace[] traces = new PodTrace[pods];
        long[] arrivals = new long[pods];
        double[] requests = new double[pods];
        for (int i = 0; i < pods; i++) {
            traces[i] = kinds[random.nextInt(TRACES)];
            arrivals[i] = (long) i * (FILL / 2) / pods;
            requests[i] = traces[i].meanBytes();
        }
        return new Workload(traces, arrivals, requests, FILL + length.toMillis());
    }

    private PodTrace kind(int number, SplittableRandom random) {
        int points = (int) ((FILL + length.toMillis()) / 60_000) + 3;
        double[] seconds = new double[points];
        double[] bytes = new double[points];
        double scale = 256 * GIB * nodes * 0.6 / pods * random.nextDouble(0.5, 1.5);
        double period = random.nextDouble(20, 400);
        for (int i = 0; i < points; i++) {
            seconds[i] = 60.0 * i;
            double wave =
                    number % 2 == 0
                            ? Math.sin(2 * Math.PI * i / period)
                            : 2 * (i % period) / period - 1;
            bytes[i] = scale * (1 + 0.3 * wave + 0.01 * random.nextDouble());
        }
        return PodTrace.of("kind-" + number, "kind-" + number % 20, 0, seconds, bytes);
    }
}
