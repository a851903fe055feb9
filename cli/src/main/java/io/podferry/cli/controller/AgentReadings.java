package io.podferry.cli.controller;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.PodReport;
import io.podferry.cli.engine.AgentTelemetry;
import io.podferry.extender.kubernetes.MemoryReadings;
import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.Optional;

/** Memory as the agents have read it, for the extender's picture of the cluster. Thread-safe. */
final class AgentReadings implements MemoryReadings {
    private final AgentTelemetry telemetry;

    AgentReadings(AgentTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public Optional<Reading> node(String name) {
        return telemetry
                .report(name)
                .map(report -> new Reading(DataSize.ofBytes(report.memoryBytes()), at(report)));
    }

    private static Instant at(NodeReport report) {
        return Instant.ofEpochMilli(report.sampledAtEpochMillis());
    }

    @Override
    public Optional<Reading> pod(String qualifiedName, String uid) {
        for (NodeReport report : telemetry.reports()) {
            for (PodReport pod : report.pods()) {
                if (pod.uid().equals(uid)) {
                    return Optional.of(
                            new Reading(DataSize.ofBytes(pod.memoryBytes()), at(report)));
                }
            }
        }
        return Optional.empty();
    }
}
