package io.podferry.cli.simulate;

import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.NearestName;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.judge.Scaling;
import io.podferry.simulations.trace.Dialect;
import io.podferry.simulations.trace.TraceOptions;
import io.podferry.simulations.trace.TraceReader;
import io.podferry.simulations.trace.TraceSet;
import io.podferry.simulations.workload.TraceWorkload;
import io.podferry.simulations.world.RunConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how traces are read, and describe the cluster that they meet. */
final class ConditionOptions {
    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description =
                    "Format of the traces, when it is not recognised: generic, series-json,"
                            + " wide-csv, pod-metrics-csv, bitbrains, google-2019, alibaba-2018,"
                            + " prometheus.")
    private @Nullable String dialect;

    @Option(
            names = "--trace-unit",
            paramLabel = "SIZE",
            description = "What 1, or 100 %%, stands for in traces of shares. Default: 64Gi.")
    private @Nullable String traceUnit;

    @Option(names = "--nodes", paramLabel = "N", description = "Number of nodes. Default: 16.")
    private @Nullable Integer nodes;

    @Option(
            names = "--node-memory",
            paramLabel = "SIZE",
            description = "Usable memory of each node. Default: 320Gi.")
    private @Nullable String nodeMemory;

    @Option(
            names = "--demand-ratio",
            paramLabel = "X",
            description =
                    "Sum of the peaks of pods that are there together, over the memory of all"
                            + " nodes. Sets the number of nodes; with --nodes it sets how often the"
                            + " traces are played.")
    private @Nullable Double demandRatio;

    @Option(
            names = "--move-seconds-per-gb",
            paramLabel = "S",
            description = "Time of a move per 10^9 bytes. Default: 2.4.")
    private @Nullable Double moveSeconds;

    @Option(
            names = "--sample-seconds",
            paramLabel = "S",
            description = "Time between two samples of memory. Default: 15.")
    private @Nullable Double sampleSeconds;

    @Option(
            names = "--sample-delay",
            paramLabel = "S",
            description = "Age of a sample, in seconds, when the engine sees it. Default: 1.")
    private @Nullable Double sampleDelay;

    @Option(
            names = "--sample-gaps",
            paramLabel = "SHARE",
            description = "Share of the samples that are lost, 0 to 1. Default: 0.")
    private @Nullable Double sampleGaps;

    @Option(
            names = "--failing-moves",
            paramLabel = "SHARE",
            description = "Share of the moves that fail, 0 to 1. Default: 0.")
    private @Nullable Double failingMoves;

    @Option(
            names = "--decide-seconds",
            paramLabel = "S",
            description = "Time between two decisions. Default: 10.")
    private @Nullable Double decideSeconds;

    @Option(
            names = "--swap",
            paramLabel = "SIZE",
            description = "Swap of each node. Default: none.")
    private @Nullable String swap;

    @Option(
            names = "--eviction-threshold",
            paramLabel = "SIZE",
            description =
                    "Free memory below which the kubelet evicts a pod; 0 for never. Default:"
                            + " 100Mi.")
    private @Nullable String evictionThreshold;

    TraceSet read(Path path) throws IOException {
        return new TraceReader(traceOptions()).read(path);
    }

    /** Policies on these traces; notes are for the person who reads the figures. */
    Experiment experiment(TraceSet set, List<String> policies, int seeds, Consumer<String> notes) {
        RunConfig conditions = conditions(1);
        set.notes().forEach(note -> notes.accept("podferry: " + set.source() + ": " + note));
        TraceWorkload workload = new TraceWorkload(set);
        checkRoom(workload, conditions.nodeMemory(), notes);
        Scaling scaling =
                Scaling.of(
                        workload.sumOfPeaks(),
                        conditions.nodeMemory(),
                        nodes == null ? OptionalInt.empty() : OptionalInt.of(nodes),
                        demandRatio == null
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(demandRatio));
        RunConfig config = conditions(scaling.nodes());
        return new Experiment(set.source(), workload, scaling.copies(), config, policies, seeds);
    }

    /** A run in which no pod ever starts would look like one in which nothing goes wrong. */
    private static void checkRoom(TraceWorkload workload, DataSize memory, Consumer<String> notes) {
        int waiting = workload.tooLarge(memory.bytes());
        String what =
                "%d of %d pods request more than a node of %s has and would never run"
                        .formatted(waiting, workload.pods(), memory);
        if (waiting == workload.pods()) {
            throw new IllegalArgumentException(what + ". Maybe give more --node-memory?");
        }
        if (waiting > 0) {
            notes.accept("podferry: " + what);
        }
    }

    private TraceOptions traceOptions() {
        TraceOptions usual = TraceOptions.DEFAULT;
        return new TraceOptions(
                Optional.ofNullable(dialect).map(ConditionOptions::dialect),
                size(traceUnit, usual.unit()));
    }

    private static Dialect dialect(String name) {
        for (Dialect known : Dialect.values()) {
            if (known.label().equals(name.toLowerCase(Locale.ROOT))) {
                return known;
            }
        }
        String hint =
                NearestName.of(name, new TreeSet<>(Dialect.labels()))
                        .map(near -> "Maybe '" + near + "'?")
                        .orElse("Known are: " + String.join(", ", Dialect.labels()) + ".");
        throw new IllegalArgumentException("unknown dialect '" + name + "'. " + hint);
    }

    private RunConfig conditions(int number) {
        RunConfig usual = RunConfig.DEFAULT;
        Duration period = seconds(sampleSeconds, usual.samplePeriod());
        Duration step = period.compareTo(usual.step()) < 0 ? period : usual.step();
        return new RunConfig(
                number,
                size(nodeMemory, usual.nodeMemory()),
                moveSeconds == null ? usual.moveSecondsPerGb() : moveSeconds,
                usual.moveFixed(),
                failingMoves == null ? usual.failingMoves() : failingMoves,
                period,
                seconds(sampleDelay, usual.sampleDelay()),
                sampleGaps == null ? usual.sampleGaps() : sampleGaps,
                seconds(decideSeconds, usual.decideEvery()),
                step,
                size(swap, usual.swap()),
                size(evictionThreshold, usual.evictionThreshold()),
                usual.judgeEvery());
    }

    private static DataSize size(@Nullable String text, DataSize usual) {
        return text == null ? usual : DataSize.parse(text);
    }

    private static Duration seconds(@Nullable Double seconds, Duration usual) {
        if (seconds == null) {
            return usual;
        }
        if (!(seconds >= 0 && seconds < 1e6)) {
            throw new IllegalArgumentException(
                    "a time must be 0 to 1000000 seconds, not " + seconds);
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
