package io.podferry.cli.simulate;

import io.podferry.simulations.bench.SimulationBenchmark;
import io.podferry.simulations.judge.PolicyCatalog;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the simulation itself. */
@Command(
        name = "simulate-bench",
        mixinStandardHelpOptions = true,
        description =
                "Measure samples of pods per second of processor time on one core, with the"
                        + " profile.",
        footer = {"", "Example:", "  podferry simulate-bench --nodes 1000 --pods 30000"})
public final class SimulateBenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Number of nodes. Default: ${DEFAULT-VALUE}.")
    private int nodes = 1000;

    @Option(
            names = "--pods",
            paramLabel = "N",
            description = "Number of pods. Default: ${DEFAULT-VALUE}.")
    private int pods = 30_000;

    @Option(
            names = "--every",
            paramLabel = "S",
            description =
                    "Seconds between samples and decisions. Default: 10 for an hour, then 60 for a"
                            + " day.")
    private @Nullable Double every;

    @Option(names = "--minutes", paramLabel = "M", description = "Simulated minutes. Default: 60.")
    private @Nullable Integer minutes;

    @Option(
            names = "--policy",
            split = ",",
            paramLabel = "NAME",
            description = "Policies. Default: none,default.")
    private List<String> policies = List.of("none", "default");

    @Override
    public Integer call() {
        try {
            policies.forEach(PolicyCatalog::require);
            measure();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private void measure() {
        if (every == null && minutes == null) {
            measure(10, 60);
            measure(60, 24 * 60);
        } else {
            measure(every == null ? 10 : every, minutes == null ? 60 : minutes);
        }
    }

    private void measure(double every, int minutes) {
        PrintWriter out = spec.commandLine().getOut();
        SimulationBenchmark benchmark =
                new SimulationBenchmark(
                        nodes,
                        pods,
                        Duration.ofMillis(Math.round(every * 1000)),
                        Duration.ofMinutes(minutes));
        for (String policy : policies) {
            SimulationBenchmark.Measured measured = benchmark.measure(policy);
            out.printf(
                    Locale.ROOT,
                    "%-12s %d nodes, %d pods, %d min every %.0f s: %d samples in %.2f s of one"
                            + " core, %.1f M/s (%s)%n",
                    policy,
                    nodes,
                    pods,
                    minutes,
                    every,
                    measured.samples(),
                    measured.processorSeconds(),
                    measured.samplesPerSecond() / 1e6,
                    measured.profile().stream()
                            .map(e -> "%s %.0f %%".formatted(e.getKey(), 100 * e.getValue()))
                            .collect(Collectors.joining(", ")));
            out.flush();
        }
    }
}
