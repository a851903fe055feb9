package io.podferry.cli.bench;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.EventStream;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.workload.DemoPods;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import io.podferry.simulations.scenario.MemoryShape;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets a pod grow steadily on a node until the node's limit is passed, beside a pod that rests,
 * with an empty node next to it. Escaped is: everything has grown to its end and nobody was killed.
 * Each run is of a class of its own, so that no forecast can know it from an earlier one.
 */
final class RampBench {
    static final DataSize NODE = DataSize.ofGibibytes(4);
    private static final DataSize RESTING = DataSize.ofGibibytes(1);
    private static final DataSize PEAK = DataSize.ofMebibytes(3584);
    private static final DataSize LEAST_BASE = DataSize.ofMebibytes(256);
    private static final DataSize MOST_BASE = DataSize.ofMebibytes(2560);
    private static final Duration RUN_UP = Duration.ofMinutes(2);
    private static final Duration MARGIN = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double NEARLY = 0.99;

    private final LocalCluster cluster;
    private final DemoPods pods;

    RampBench(LocalCluster cluster, DemoPods pods) {
        this.cluster = cluster;
        this.pods = pods;
    }

    /**
     * One run.
     *
     * @param escaped whether nobody was killed
     * @param moves moves that were completed
     * @param growth what the pod really reached until somebody was moved or killed, as sampled; a
     *     busy machine lets it grow more slowly than it was asked to. Empty when that was over
     *     before a second sample
     * @param explanation why somebody was killed; empty when nobody was
     */
    record Outcome(boolean escaped, int moves, Optional<GrowthRate> growth, String explanation) {}

    /**
     * Memory a ramp starts with: two minutes of growth before the limit, as far as the node's size
     * allows. It is filled at once, which is itself a steep growth; so it is kept small.
     */
    static DataSize base(GrowthRate rate) {
        long bytes = NODE.minusOrZero(RESTING).bytes() - Math.round(rate.over(RUN_UP));
        return DataSize.ofBytes(Math.clamp(bytes, LEAST_BASE.bytes(), MOST_BASE.bytes()));
    }

    Outcome run(GrowthRate rate, int number) throws InterruptedException {
        DataSize base = base(rate);
        Watch watch = new Watch(base);
        String grower = "ramp-" + Math.round(rate.bytesPerSecond() / 1e6) + "-" + number;
        try (EventStream _ = cluster.events(watch::see)) {
            cluster.runPod(
                    pods.counter(
                            "resting",
                            new MemoryShape.Steady(RESTING, GrowthRate.NONE, RESTING),
                            false),
                    Optional.of("node-1"),
                    RestartPolicy.NEVER);
            await("resting", RESTING);
            cluster.runPod(
                    pods.grower(grower, new MemoryShape.Steady(base, rate, PEAK)),
                    Optional.of("node-1"),
                    RestartPolicy.NEVER);
            watch.until(grower, deadline(rate, base));
        } finally {
            for (PodView pod : cluster.pods()) {
                cluster.remove(pod.name());
            }
            awaitQuiet();
        }
        return watch.outcome(grower);
    }

    private static long deadline(GrowthRate rate, DataSize base) {
        double seconds = PEAK.minusOrZero(base).bytes() / rate.bytesPerSecond();
        return System.nanoTime() + Math.round(seconds * 1e9) + MARGIN.toNanos();
    }

    private void await(String pod, DataSize size) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.pod(pod).map(p -> p.memoryBytes() < NEARLY * size.bytes()).orElse(true)) {
            if (System.nanoTime() > deadline) {
                throw new ClusterException(
                        "pod %s did not fill %s: %s".formatted(pod, size, cluster.pod(pod)));
            }
            Thread.sleep(50);
        }
    }

    private void awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.migrations().stream()
                        .map(MigrationView::state)
                        .anyMatch(state -> !state.terminal())
                && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
    }

    /** What the engine tells of one run. Thread-safe. */
    private static final class Watch {
        private final DataSize base;
        private Optional<ClusterEvent.PodDied> kill = Optional.empty();
        private Optional<MigrationView> move = Optional.empty();
        private String decision = "the policy saw no danger";
        private long memory;
        private int moves;
        private long firstAt;
        private long firstMemory;
        private long lastAt;
        private long lastMemory;

        private Watch(DataSize base) {
            this.base = base;
        }

        private synchronized void see(ClusterEvent event) {
            switch (event) {
                case ClusterEvent.PodDied died when died.oomKilled() ->
                        kill = kill.or(() -> Optional.of(died));
                case ClusterEvent.Decision made ->
                        decision =
                                kill.isPresent()
                                        ? decision
                                        : made.decision().finding() + ": " + reason(made);
                case ClusterEvent.Migration change -> {
                    boolean news =
                            move.map(m -> !m.id().equals(change.migration().id()) || !m.cloneRuns())
                                    .orElse(true);
                    if (change.migration().cloneRuns() && news) {
                        moves++;
                    }
                    if (kill.isEmpty()) {
                        move = Optional.of(change.migration());
                    }
                }
                case ClusterEvent.Sample sample ->
                        sample.pods().stream()
                                .filter(pod -> pod.name().startsWith("ramp-"))
                                .forEach(pod -> sampled(sample.atEpochMillis(), pod));
                case ClusterEvent.PodDied _,
                        ClusterEvent.PodStarted _,
                        ClusterEvent.PodRemoved _,
                        ClusterEvent.AgentState _,
                        ClusterEvent.Refused _ -> {}
            }
            notifyAll();
        }

        private void sampled(long at, PodView pod) {
            memory = Math.max(memory, pod.memoryBytes());
            if (move.isEmpty() && kill.isEmpty() && memory >= base.bytes()) {
                firstAt = firstAt == 0 ? at : firstAt;
                firstMemory = firstMemory == 0 ? memory : firstMemory;
                lastAt = at;
                lastMemory = memory;
            }
        }

        private Optional<GrowthRate> growth() {
            return lastAt > firstAt
                    ? Optional.of(
                            new GrowthRate(
                                    (lastMemory - firstMemory) * 1000.0 / (lastAt - firstAt)))
                    : Optional.empty();
        }

        private static String reason(ClusterEvent.Decision made) {
            return made.decision().record().path("reason").asText(made.decision().line());
        }

        private synchronized void until(String grower, long deadline) throws InterruptedException {
            while (kill.isEmpty() && memory < NEARLY * PEAK.bytes()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new ClusterException(
                            "%s did not grow to its end in time; it had %s of %s"
                                    .formatted(grower, DataSize.ofBytes(memory), PEAK));
                }
                wait(left);
            }
        }

        private synchronized Outcome outcome(String grower) {
            if (kill.isEmpty()) {
                return new Outcome(true, moves, growth(), "");
            }
            String whom =
                    "%s was killed with %s when %s had %s"
                            .formatted(
                                    kill.get().pod().name(),
                                    DataSize.ofBytes(kill.get().memoryBytes()),
                                    grower,
                                    DataSize.ofBytes(memory));
            String state =
                    move.filter(m -> m.state() != MigrationState.DONE)
                            .map(m -> "; the move of %s was %s".formatted(m.pod(), m.state()))
                            .orElse("");
            return new Outcome(false, moves, growth(), whom + state + "; " + decision);
        }
    }
}
