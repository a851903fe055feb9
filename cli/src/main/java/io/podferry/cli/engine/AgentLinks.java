package io.podferry.cli.engine;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.http.AgentClient;
import io.podferry.agent.security.Identity;
import io.podferry.policy.cluster.NodeName;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The lines to all agents of a cluster. Thread-safe. */
final class AgentLinks implements Function<NodeName, AgentLink>, AutoCloseable {
    private final Map<String, AgentClient> clients;

    private AgentLinks(Map<String, AgentClient> clients) {
        this.clients = clients;
    }

    static AgentLinks open(ClusterConfig config, Identity identity) {
        Map<String, AgentClient> clients = new TreeMap<>();
        for (ClusterConfig.Node node : config.nodes()) {
            clients.put(node.name(), new AgentClient(node.address(), node.apiPort(), identity));
        }
        return new AgentLinks(clients);
    }

    @Override
    public AgentLink apply(NodeName node) {
        AgentClient client = clients.get(node.value());
        if (client == null) {
            throw new IllegalArgumentException("no node '%s' in this cluster".formatted(node));
        }
        return client;
    }

    @Override
    public void close() {
        clients.values().forEach(AgentClient::close);
    }
}
