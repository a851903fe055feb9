package io.podferry.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements; a new one is one more line in {@code subcommands}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measure on this machine.",
        footer = {"", "Example:", "  podferry bench extender --nodes 5000"},
        subcommands = {ExtenderBenchCommand.class})
public final class BenchCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
