package io.podferry.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The agent process of a node; started by `local up`. */
@Command(name = "agent", hidden = true, mixinStandardHelpOptions = true, description = "Run the agent of a node.")
final class AgentCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The agent's configuration.")
    private Path config = Path.of("");

    @Override
    public Integer call() {
        throw new UnsupportedOperationException(config.toString());
    }
}
