package io.podferry.cli.bench;

import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.workload.DemoPods;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import io.podferry.simulations.scenario.MemoryShape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves a pod of one size to and fro between two nodes, and beside every move checkpoints and
 * restores the same program with plain runc. Not thread-safe.
 */
final class MoveBench {
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration SETTLE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> NODES = List.of("node-1", "node-2");

    private final LocalCluster cluster;
    private final DemoPods pods;
    private final Tools.Found tools;
    private final Path folder;
    private final boolean compressible;

    /**
     * @param folder for the raw images, on the file system that the agents use as well
     */
    MoveBench(
            LocalCluster cluster,
            DemoPods pods,
            Tools.Found tools,
            Path folder,
            boolean compressible) {
        this.cluster = cluster;
        this.pods = pods;
        this.tools = tools;
        this.folder = folder;
        this.compressible = compressible;
    }

    /**
     * One move and its yardstick, in milliseconds.
     *
     * @param frozen from the freeze of the source to the release of the clone
     * @param facts what the agents told about it
     */
    record Sample(double frozen, double rawCheckpoint, double rawRestore, Map<String, Long> facts) {
        double raw() {
            return rawCheckpoint + rawRestore;
        }
    }

    /** All samples of one size. */
    record Result(DataSize size, List<Sample> samples) {
        double frozen() {
            return Quantiles.median(samples.stream().map(Sample::frozen).toList());
        }

        double raw() {
            return Quantiles.median(samples.stream().map(Sample::raw).toList());
        }

        double fact(String key) {
            return Quantiles.median(
                    samples.stream()
                            .map(sample -> sample.facts().getOrDefault(key, 0L).doubleValue())
                            .toList());
        }
    }

    Result run(DataSize size, int runs) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            MigrationView move = move(size, run);
            samples.add(raw(size, move));
        }
        return new Result(size, samples);
    }

    private MigrationView move(DataSize size, int run) throws InterruptedException {
        PodSpec spec = spec("move-" + size.bytes() / (1 << 20) + "-" + run, size);
        String from = NODES.get(run % NODES.size());
        String to = NODES.get((run + 1) % NODES.size());
        cluster.runPod(spec, Optional.of(from), RestartPolicy.NEVER);
        try (Ballast ballast = new Ballast(size)) {
            awaitMemory(spec.name(), size);
            MigrationView now = cluster.migrate(spec.name(), Optional.of(to));
            while (now.state() != MigrationState.DONE) {
                if (now.state() == MigrationState.ABORTED) {
                    throw new ClusterException(
                            "the move of %s was given up: %s".formatted(size, now.abortReason()));
                }
                now = cluster.awaitMigration(now, WAIT);
                if (now.state().compareTo(MigrationState.FROZEN) >= 0) {
                    ballast.drop();
                }
            }
            return now;
        } finally {
            cluster.remove(spec.name());
        }
    }

    private void awaitMemory(String pod, DataSize size) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.pod(pod).map(p -> p.memoryBytes() < size.bytes()).orElse(true)) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "pod %s did not fill %s in %s: %s"
                                .formatted(pod, size, PATIENCE, cluster.pod(pod)));
            }
            Thread.sleep(50);
        }
        // The agents copy nothing ahead as long as the node seems to be filling up.
        Thread.sleep(SETTLE);
    }

    private Sample raw(DataSize size, MigrationView move) throws InterruptedException {
        PodSpec spec = spec("raw", size);
        String id = "raw-" + ProcessHandle.current().pid();
        try (RawContainer raw =
                new RawContainer(tools, spec.containers().getFirst(), folder.resolve(id), id)) {
            raw.start(size.bytes());
            Duration checkpoint = raw.checkpoint();
            Duration restore = raw.restore();
            return new Sample(
                    move.fact(MigrationFacts.DOWNTIME_MILLIS)
                            .orElseThrow(() ->
                                    new ClusterException(
                                            "the agents did not tell how long the pod stood"
                                                    + " still")),
                    checkpoint.toNanos() / 1e6,
                    restore.toNanos() / 1e6,
                    move.facts());
        } catch (IOException e) {
            throw new ClusterException("cannot measure the raw container: " + e.getMessage(), e);
        }
    }

    private PodSpec spec(String name, DataSize size) {
        return pods.counter(
                name, new MemoryShape.Steady(size, GrowthRate.NONE, size), compressible);
    }
}
