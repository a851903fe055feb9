package io.podferry.cli.simulate;

import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.trace.TraceSet;
import io.podferry.simulations.workload.Generators;
import io.podferry.simulations.workload.RecordedTraces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that describe what is played, and on which cluster. */
final class ScenarioOptions {
    private static final String RECORDED = "recorded";

    @Mixin private ConditionOptions conditions = new ConditionOptions();

    @Option(
            names = "--trace",
            paramLabel = "PATH",
            description = "A trace file, or a folder of them.")
    private @Nullable Path trace;

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            description =
                    "Instead of traces: recorded (real programs), or generated: solvers, services,"
                            + " leaks, mixed.")
    private @Nullable String generated;

    @Option(
            names = "--pods",
            paramLabel = "N",
            description = "Number of generated pods. Default: 300.")
    private @Nullable Integer pods;

    @Option(
            names = "--hours",
            paramLabel = "H",
            description = "Hours in which generated pods arrive. Default: 8.")
    private @Nullable Double hours;

    Experiment experiment(List<String> policies, int seeds, Consumer<String> notes)
            throws IOException {
        return conditions.experiment(traces(), policies, seeds, notes);
    }

    private TraceSet traces() throws IOException {
        if ((trace == null) == (generated == null)) {
            throw new IllegalArgumentException("exactly one of --trace and --workload is needed");
        }
        boolean made = generated != null && !generated.equals(RECORDED);
        if (!made && (pods != null || hours != null)) {
            throw new IllegalArgumentException(
                    "--pods and --hours are for generated pods, not for those of "
                            + (trace == null ? "--workload " + RECORDED : "--trace " + trace)
                            + ". Maybe leave them out?");
        }
        if (trace != null) {
            return conditions.read(trace);
        }
        return made
                ? generate(
                        String.valueOf(generated),
                        pods == null ? 300 : pods,
                        hours == null ? 8 : hours)
                : RecordedTraces.load();
    }

    private static TraceSet generate(String kind, int pods, double hours) {
        if (pods < 1 || pods > 1_000_000 || !(hours > 0 && hours <= 1000)) {
            throw new IllegalArgumentException(
                    "a workload has 1 to 1000000 pods and up to 1000 hours, not %d and %s"
                            .formatted(pods, hours));
        }
        return Generators.make(kind, pods, hours, 1);
    }
}
