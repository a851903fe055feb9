package io.podferry.simulations.world;

import io.podferry.policy.units.DataSize;
import io.podferry.simulations.judge.PolicyCatalog;
import io.podferry.simulations.trace.PodTrace;
import io.podferry.simulations.workload.Workload;
import java.time.Duration;
import java.util.Arrays;

/** Small clusters for tests: pods from points (seconds, GiB), all there from the beginning. */
final class Worlds {
    static final double GIB = 1L << 30;

    private Worlds() {}

    static PodTrace pod(String name, double... secondsAndGib) {
        double[] seconds = new double[secondsAndGib.length / 2];
        double[] bytes = new double[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = secondsAndGib[2 * i];
            bytes[i] = secondsAndGib[2 * i + 1] * GIB;
        }
        return PodTrace.of(name, name, 0, seconds, bytes);
    }

    static Workload load(PodTrace... pods) {
        double[] requests = new double[pods.length];
        Arrays.fill(requests, GIB / 10);
        long end = Arrays.stream(pods).mapToLong(PodTrace::durationMillis).max().orElse(0);
        return new Workload(pods, new long[pods.length], requests, end);
    }

    static RunConfig cluster(int nodes, double gib) {
        return cluster(nodes, gib, 0);
    }

    static RunConfig cluster(int nodes, double gib, double failingMoves) {
        return cluster(nodes, gib, failingMoves, 1);
    }

    static RunConfig cluster(int nodes, double gib, double failingMoves, double moveSecondsPerGb) {
        RunConfig usual = RunConfig.DEFAULT;
        return new RunConfig(
                nodes,
                DataSize.ofBytes((long) (gib * GIB)),
                moveSecondsPerGb,
                Duration.ofMillis(400),
                failingMoves,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                DataSize.ZERO,
                DataSize.ZERO,
                usual.judgeEvery());
    }

    static RunResult run(RunConfig config, Workload load, String policy) {
        return run(config, load, PolicyCatalog.source(policy, config), Timeline.NONE);
    }

    static RunResult run(RunConfig config, Workload load, PolicySource policy, Timeline timeline) {
        Deployment deployment = Deployment.of(config, 1000);
        return new World(
                        config,
                        load,
                        1,
                        policy,
                        deployment.engine(),
                        deployment.limits(),
                        _ -> {},
                        timeline)
                .run();
    }
}
