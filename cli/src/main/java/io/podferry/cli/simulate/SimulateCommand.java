package io.podferry.cli.simulate;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.simulations.judge.Campaign;
import io.podferry.simulations.judge.Comparison;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.judge.PolicyCatalog;
import io.podferry.simulations.judge.RunStore;
import io.podferry.simulations.judge.SummaryJson;
import io.podferry.simulations.report.ReportFolder;
import io.podferry.simulations.report.RunFiles;
import io.podferry.simulations.trace.TraceFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares policies on traces, with the engine of production on a virtual clock. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Play traces on a virtual cluster and compare policies.",
            "The same arguments give the same figures, whatever the machine."
        },
        footer = {
            "",
            "Example:",
            "  podferry simulate --trace traces/ --nodes 16 --node-memory 320Gi --policy"
                    + " none,default --seeds 5",
            "  podferry simulate --trace traces/ --demand-ratio 1.0 --policy all --ablate"
        })
public final class SimulateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ScenarioOptions scenario = new ScenarioOptions();

    @Option(
            names = "--policy",
            split = ",",
            paramLabel = "NAME",
            description = "Policies to compare; 'all' stands for every one. Default: none,default.")
    private List<String> policies = List.of("none", "default");

    @Option(
            names = "--ablate",
            description =
                    "Compare the default policy with each of its parts taken out, too"
                            + " (default-without-...).")
    private boolean ablate;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Number of seeds. Default: ${DEFAULT-VALUE}.")
    private int seeds = 5;

    @Option(names = "--json", description = "End with one line of JSON.")
    private boolean json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Runs at the same time. Default: one per processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write report.html, summary.json and runs.csv there, and go on with an"
                            + " interrupted comparison.")
    private @Nullable Path folder;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Experiment experiment = experiment(err);
        Comparison comparison;
        try (ProgressLine progress = new ProgressLine(err)) {
            comparison =
                    new Campaign(Math.max(1, threads), store(experiment), progress::through)
                            .play(experiment);
        }
        if (folder != null) {
            report(folder, comparison);
        }
        if (json) {
            out.println(SummaryJson.of(comparison));
        } else {
            out.print(ComparisonTable.of(comparison));
        }
        out.flush();
        return 0;
    }

    private List<String> contenders() {
        List<String> names = new ArrayList<>(policies);
        if (ablate) {
            names.add(DefaultPolicy.NAME);
            names.addAll(PolicyCatalog.ablations());
        }
        return PolicyCatalog.expand(names);
    }

    private RunStore store(Experiment experiment) {
        if (folder == null) {
            return RunStore.none();
        }
        try {
            RunFiles runs = new RunFiles(folder, experiment);
            new ReportFolder(folder).clear();
            return runs;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ClusterException("cannot write to " + folder + ": " + e);
        }
    }

    private static void report(Path to, Comparison comparison) {
        try {
            new ReportFolder(to).write(comparison);
        } catch (IOException e) {
            throw new ClusterException("cannot write the report to " + to + ": " + e);
        }
    }

    private Experiment experiment(PrintWriter err) {
        try {
            return scenario.experiment(contenders(), seeds, err::println);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (TraceFormatException e) {
            throw new ClusterException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ClusterException("cannot read the traces: " + e);
        }
    }
}
