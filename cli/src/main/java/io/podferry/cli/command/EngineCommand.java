package io.podferry.cli.command;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.DaemonClaim;
import io.podferry.cli.engine.EngineProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The engine process of a local cluster; started by `local up`. */
@Command(
        name = "engine",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Run the engine of a local cluster.",
        footer = {"", "Example:", "  podferry engine --state /var/lib/podferry/local"})
final class EngineCommand implements Callable<Integer> {
    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "The cluster's folder.")
    private Path state = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        try (DaemonClaim _ = DaemonClaim.take(state.resolve("run"), "engine")) {
            EngineProcess.run(state);
            return 0;
        } catch (IOException e) {
            throw new ClusterException("the engine cannot run: " + e.getMessage(), e);
        }
    }
}
