package io.podferry.cli.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The engine process of a local cluster; started by `local up`. */
@Command(name = "engine", hidden = true, mixinStandardHelpOptions = true, description = "Run the engine of a local cluster.")
final class EngineCommand implements Callable<Integer> {
    @Option(names = "--state", required = true, paramLabel = "DIR", description = "The cluster's folder.")
    private Path state = Path.of("");

    @Override
    public Integer call() {
        throw new UnsupportedOperationException(state.toString());
    }
}
