package io.podferry.cli.controller;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.NodeReport;
import io.podferry.agent.http.AgentClient;
import io.podferry.agent.security.Identity;
import io.podferry.cli.engine.AgentTelemetry;
import io.podferry.cli.engine.TelemetryFollower;
import io.podferry.extender.kubernetes.ObjectCache;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.policy.cluster.NodeName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The lines to the agents of all nodes, found by the addresses in the node objects; each agent is
 * asked for its readings all the time. Thread-safe.
 */
final class AgentFleet implements Function<NodeName, AgentLink>, AutoCloseable {
    private final Identity identity;
    private final ObjectCache<NodeFacts> nodes;
    private final int apiPort;
    private final AgentTelemetry telemetry;
    private final Runnable changed;
    private final Map<String, Line> lines = new HashMap<>();

    private record Line(String address, AgentClient client, Thread follower) {}

    /**
     * @param apiPort of all agents
     * @param telemetry takes the readings
     * @param changed told that there is a new one
     */
    AgentFleet(
            Identity identity,
            ObjectCache<NodeFacts> nodes,
            int apiPort,
            AgentTelemetry telemetry,
            Runnable changed) {
        this.identity = identity;
        this.nodes = nodes;
        this.apiPort = apiPort;
        this.telemetry = telemetry;
        this.changed = changed;
    }

    /** Follows nodes that have come, and those whose address has changed; leaves those gone. */
    synchronized void reconcile() {
        Set<String> present = new HashSet<>();
        for (NodeFacts node : nodes.all()) {
            if (node.address().isPresent()) {
                present.add(node.name());
                String address = node.address().get();
                Line known = lines.get(node.name());
                if (known == null || !known.address().equals(address)) {
                    end(node.name());
                    lines.put(node.name(), line(node.name(), address));
                }
            }
        }
        for (String name : Set.copyOf(lines.keySet())) {
            if (!present.contains(name)) {
                end(name);
            }
        }
    }

    private Line line(String node, String address) {
        AgentClient client = new AgentClient(address, apiPort, identity);
        Thread follower =
                Thread.ofVirtual()
                        .name("follow-" + node)
                        .start(new TelemetryFollower(node, client, new Readings()));
        return new Line(address, client, follower);
    }

    private void end(String node) {
        Line line = lines.remove(node);
        if (line != null) {
            line.follower().interrupt();
            telemetry.silent(node);
            Thread.ofVirtual().start(line.client()::close);
        }
    }

    private final class Readings implements TelemetryFollower.Listener {
        @Override
        public void reading(NodeReport report) {
            telemetry.accept(report);
            changed.run();
        }

        @Override
        public void answering(String node, boolean answers, String detail) {
            if (!answers) {
                telemetry.silent(node);
                changed.run();
            }
        }
    }

    @Override
    public synchronized AgentLink apply(NodeName node) {
        Line line = lines.get(node.value());
        if (line == null) {
            throw new IllegalStateException(
                    "node '%s' has no address to reach its agent by".formatted(node));
        }
        return line.client();
    }

    @Override
    public synchronized void close() {
        Set.copyOf(lines.keySet()).forEach(this::end);
    }
}
