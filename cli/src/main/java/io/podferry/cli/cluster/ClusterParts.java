package io.podferry.cli.cluster;

import io.podferry.agent.network.ClusterNetwork;
import io.podferry.agent.network.NodeNetwork;
import io.podferry.agent.node.AgentConfig;
import io.podferry.cli.engine.ClusterConfig;
import java.nio.file.Path;

/**
 * What the parts of a local cluster are called and where they are: known to `up`, `down` and the
 * daemons.
 */
public final class ClusterParts {
    /** Port of every agent's API; agents have addresses of their own. */
    static final int AGENT_API_PORT = 7444;

    /** Port on which agents receive images. */
    static final int AGENT_TRANSFER_PORT = 7445;

    /** Port of the engine's API unless another one is asked for. */
    public static final int ENGINE_PORT = 7443;

    private ClusterParts() {}

    static ClusterNetwork network(ClusterConfig config) {
        return new ClusterNetwork(config.name(), config.subnet());
    }

    static NodeNetwork network(ClusterConfig config, ClusterConfig.Node node) {
        return network(config).node(node.name(), node.index());
    }

    /** The cgroup above all nodes of a cluster, below the root of every hierarchy. */
    static String cgroup(ClusterConfig config) {
        return "/podferry/" + config.name();
    }

    static String cgroup(ClusterConfig config, ClusterConfig.Node node) {
        return cgroup(config) + "/" + node.name();
    }

    /** What the agent of a node is told. */
    public static AgentConfig agent(Path state, ClusterConfig config, ClusterConfig.Node node) {
        return new AgentConfig(
                config.name(),
                node.name(),
                node.index(),
                config.subnet(),
                node.address(),
                node.apiPort(),
                node.transferPort(),
                node.memoryBytes(),
                ClusterConfig.node(state, node.name()),
                ClusterConfig.certificates(state));
    }
}
