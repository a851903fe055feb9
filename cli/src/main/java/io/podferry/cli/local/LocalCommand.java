package io.podferry.cli.local;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A cluster on this machine, by hand. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = "Play a cluster on this machine: nodes are memory-limited cgroups, pods are real containers.",
        footer = {
            "",
            "Example:",
            "  podferry local up --nodes 2 --memory 1Gi",
            "  podferry local run web --rootfs / -- sleep 1000",
            "  podferry local migrate web",
            "  podferry local down"
        },
        subcommands = {
            UpCommand.class,
            RunCommand.class,
            PsCommand.class,
            MigrateCommand.class,
            CloneCommand.class,
            LogsCommand.class,
            WhyCommand.class,
            RemoveCommand.class,
            DownCommand.class
        })
public final class LocalCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing behind 'local'");
    }
}
