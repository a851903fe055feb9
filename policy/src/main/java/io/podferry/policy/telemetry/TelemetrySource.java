package io.podferry.policy.telemetry;

import io.podferry.policy.cluster.ClusterSnapshot;
import java.time.Instant;

/**
 * Port: where the engine gets its picture of the cluster from. Must not block: adapters keep the
 * newest reports at hand.
 */
@FunctionalInterface
public interface TelemetrySource {
    ClusterSnapshot snapshot(Instant now);
}
