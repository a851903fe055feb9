package io.podferry.cli.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure, on this machine.",
        footer = {"", "Example:", "  podferry bench move --sizes 300Mi,1Gi"},
        subcommands = {
            MoveCommand.class,
            RampCommand.class,
            AgentCommand.class,
            TickCommand.class,
            EngineBenchCommand.class,
            ExtenderBenchCommand.class,
            ListBenchCommand.class,
            SchedulerCommand.class,
        })
public final class BenchCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
