package io.podferry.cli.command;

import io.podferry.agent.node.AgentMain;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.ClusterParts;
import io.podferry.cli.cluster.DaemonClaim;
import io.podferry.cli.engine.ClusterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The agent process of a node; started by `local up` in the node's network namespace. */
@Command(
        name = "agent",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Run the agent of a node.",
        footer = {"", "Example:", "  podferry agent --state /var/lib/podferry/local --node node-1"})
final class AgentCommand implements Callable<Integer> {
    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "The cluster's folder.")
    private Path state = Path.of("");

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "The node.")
    private String node = "";

    @Override
    public Integer call() throws InterruptedException {
        try (DaemonClaim _ = DaemonClaim.take(state.resolve("run"), "agent-" + node)) {
            ClusterConfig config = ClusterConfig.read(state);
            ClusterConfig.Node self =
                    config.nodes().stream()
                            .filter(n -> n.name().equals(node))
                            .findFirst()
                            .orElseThrow(() ->
                                    new ClusterException(
                                            "no node '%s' in %s".formatted(node, state)));
            AgentMain.run(ClusterParts.agent(state, config, self));
            return 0;
        } catch (IOException e) {
            throw new ClusterException(
                    "the agent of %s cannot run: %s".formatted(node, e.getMessage()), e);
        }
    }
}
