package io.podferry.policy.telemetry;

import java.time.Instant;

/**
 * Port: tells what changed in the cluster since the last call. For clusters too large for a whole
 * picture per tick. Must not block.
 */
@FunctionalInterface
public interface TelemetryFeed {
    void deliver(Instant now, TelemetrySink sink);

    /** Whole pictures, turned into changes. */
    static TelemetryFeed of(TelemetrySource source) {
        return new SnapshotFeed(source);
    }
}
