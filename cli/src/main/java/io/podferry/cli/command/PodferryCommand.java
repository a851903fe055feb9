package io.podferry.cli.command;

import io.podferry.cli.bench.BenchCommand;
import io.podferry.cli.controller.ControllerCommand;
import io.podferry.cli.demo.DemoCommand;
import io.podferry.cli.extender.ExtenderCommand;
import io.podferry.cli.kubectl.MigrateCommand;
import io.podferry.cli.kubectl.MigrationsCommand;
import io.podferry.cli.local.LocalCommand;
import io.podferry.cli.policyfile.PolicyCommand;
import io.podferry.cli.simulate.ExploreCommand;
import io.podferry.cli.simulate.RecordCommand;
import io.podferry.cli.simulate.SimulateBenchCommand;
import io.podferry.cli.simulate.SimulateCommand;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command tree; a new command is one more line in {@link #commands}. */
@Command(
        name = "podferry",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        description = "Moves memory-hungry pods to another node before the kernel kills them.",
        footer = {"", "Example:", "  podferry local up --nodes 2 --memory 1Gi"})
final class PodferryCommand implements CommandGroup, Runnable {
    @Spec private CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show where an error comes from.")
    private boolean debug;

    @Override
    public SequencedMap<String, Class<?>> commands() {
        SequencedMap<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("local", LocalCommand.class);
        commands.put("simulate", SimulateCommand.class);
        commands.put("explore", ExploreCommand.class);
        commands.put("record", RecordCommand.class);
        commands.put("simulate-bench", SimulateBenchCommand.class);
        commands.put("policy", PolicyCommand.class);
        commands.put("extender", ExtenderCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("tools", ToolsCommand.class);
        commands.put("engine", EngineCommand.class);
        commands.put("migrate", MigrateCommand.class);
        commands.put("migrations", MigrationsCommand.class);
        commands.put("controller", ControllerCommand.class);
        commands.put("agent", AgentCommand.class);
        commands.put("certificates", CertificatesCommand.class);
        commands.put("warm-up", WarmUpCommand.class);
        return commands;
    }

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
