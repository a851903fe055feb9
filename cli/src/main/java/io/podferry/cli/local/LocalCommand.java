package io.podferry.cli.local;

import io.podferry.cli.command.CommandGroup;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A cluster on this machine, by hand. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description =
                "Play a cluster on this machine: nodes are memory-limited cgroups, pods are real"
                        + " containers.",
        footer = {
            "",
            "Example:",
            "  podferry local up --nodes 2 --memory 1Gi",
            "  podferry local run web --rootfs / -- sleep 1000",
            "  podferry local migrate web",
            "  podferry local down"
        })
public final class LocalCommand implements CommandGroup, Runnable {
    @Spec private CommandSpec spec;

    @Override
    public SequencedMap<String, Class<?>> commands() {
        SequencedMap<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("up", UpCommand.class);
        commands.put("run", RunCommand.class);
        commands.put("ps", PsCommand.class);
        commands.put("migrate", MigrateCommand.class);
        commands.put("clone", CloneCommand.class);
        commands.put("logs", LogsCommand.class);
        commands.put("why", WhyCommand.class);
        commands.put("rm", RemoveCommand.class);
        commands.put("down", DownCommand.class);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing behind 'local'");
    }
}
