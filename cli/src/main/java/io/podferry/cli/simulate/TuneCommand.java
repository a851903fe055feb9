package io.podferry.cli.simulate;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.policy.plan.DefaultPolicy;
import io.podferry.simulations.judge.CodeFingerprint;
import io.podferry.simulations.judge.Experiment;
import io.podferry.simulations.trace.TraceFormatException;
import io.podferry.simulations.tune.Trials;
import io.podferry.simulations.tune.Tuner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Searches the parameters of the default policy. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = {
            "Search the parameters of the default policy on one set of traces, and prove them on"
                    + " another.",
            "A policy file is written only when the gain on the second set is more than noise."
        },
        footer = {
            "",
            "Example:",
            "  podferry policy tune --train traces/a --validate traces/b --out tuned.yaml"
        })
public final class TuneCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConditionOptions conditions = new ConditionOptions();

    @Option(
            names = "--train",
            required = true,
            paramLabel = "PATH",
            description = "Traces to search on.")
    private Path train = Path.of("");

    @Option(
            names = "--validate",
            required = true,
            paramLabel = "PATH",
            description = "Traces to prove it on.")
    private Path validate = Path.of("");

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Seeds of each trial; the proof takes eight or more. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int seeds = 5;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            description = "Most trials. Default: ${DEFAULT-VALUE}.")
    private int evaluations = 120;

    @Option(names = "--out", paramLabel = "FILE", description = "Policy file to write.")
    private @Nullable Path out;

    @Option(
            names = "--trials",
            paramLabel = "FILE",
            description = "Keep the trials there, and go on with an interrupted search.")
    private @Nullable Path trials;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter text = spec.commandLine().getOut();
        if (evaluations < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--evaluations must be 1 or more, not " + evaluations);
        }
        Experiment training = experiment(train);
        Tuner tuner =
                new Tuner(
                        training,
                        experiment(validate),
                        trials(training),
                        (number, cost) -> {
                            err.printf(
                                    Locale.ROOT,
                                    "\rtrial %d, best cost %.3f pod hours ",
                                    number,
                                    cost);
                            err.flush();
                        });
        Tuner.Outcome outcome = tuner.tune(evaluations);
        err.println();
        text.printf(
                Locale.ROOT,
                "%d trials. On %s the standard parameters cost %.3f pod hours, the tuned ones %.3f"
                        + " less (95 %% interval %.3f to %.3f).%n",
                outcome.evaluations(),
                validate,
                outcome.standardCost(),
                outcome.gain().mean(),
                outcome.gain().low(),
                outcome.gain().high());
        if (!outcome.proven()) {
            text.println(
                    "That is within the noise: no gain is claimed, and no policy file is written.");
        } else if (out == null) {
            text.print(outcome.yaml());
        } else {
            write(out, outcome.yaml());
            text.println("The gain is more than noise. The parameters are in " + out + ".");
        }
        text.flush();
        return 0;
    }

    private Trials trials(Experiment training) {
        if (trials == null) {
            return Trials.none();
        }
        try {
            return Trials.in(
                    trials,
                    "%s, %d seeds, program %s"
                            .formatted(
                                    training.scenario().lines().collect(Collectors.joining(", ")),
                                    training.seeds(),
                                    CodeFingerprint.current()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ClusterException("cannot write " + trials + ": " + e);
        }
    }

    private Experiment experiment(Path traces) {
        try {
            return conditions.experiment(
                    conditions.read(traces),
                    List.of(DefaultPolicy.NAME),
                    seeds,
                    spec.commandLine().getErr()::println);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (TraceFormatException e) {
            throw new ClusterException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ClusterException("cannot read the traces: " + e);
        }
    }

    private static void write(Path file, String yaml) {
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new ClusterException("cannot write " + file + ": " + e);
        }
    }
}
