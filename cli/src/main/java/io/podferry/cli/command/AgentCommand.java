package io.podferry.cli.command;

import io.podferry.agent.kubernetes.KubeAgent;
import io.podferry.agent.node.AgentMain;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.ClusterParts;
import io.podferry.cli.cluster.DaemonClaim;
import io.podferry.cli.engine.ClusterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The agent process of a node: of a local cluster, started by `local up`, or of Kubernetes. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description =
                "Run the agent of a node: reads memory, dumps pods and ships them. One per node.",
        footer = {
            "",
            "Examples:",
            "  podferry agent --kubernetes --node node-1 --listen 10.0.0.1 \\",
            "      --certificates /etc/podferry/certificates --payload /opt/payload",
            "  podferry agent --state /var/lib/podferry/local --node node-1"
        })
final class AgentCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "The agent's folder on Kubernetes (default: /var/lib/podferry), or the local"
                            + " cluster's.")
    private @Nullable Path state;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "The node (default: the variable NODE_NAME).")
    private @Nullable String node;

    @ArgGroup(exclusive = false, heading = "%nOn Kubernetes:%n")
    private @Nullable KubeAgentOptions kubernetes;

    @Override
    public Integer call() throws InterruptedException {
        String name =
                Optional.ofNullable(node)
                        .or(() -> Optional.ofNullable(System.getenv("NODE_NAME")))
                        .orElseThrow(() -> missing("--node"));
        KubeAgentOptions options = kubernetes;
        try {
            if (options != null && options.kubernetes()) {
                KubeAgent.run(options.config(name, Optional.ofNullable(state)));
            } else {
                runLocal(Optional.ofNullable(state).orElseThrow(() -> missing("--state")), name);
            }
            return 0;
        } catch (IOException e) {
            throw new ClusterException(
                    "the agent of %s cannot run: %s".formatted(name, e.getMessage()), e);
        }
    }

    private ParameterException missing(String option) {
        return new ParameterException(
                spec.commandLine(), "Missing required option: '%s'".formatted(option));
    }

    private static void runLocal(Path state, String node) throws IOException, InterruptedException {
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
        }
    }
}
