package io.podferry.agent.migration;

import io.podferry.agent.transfer.ManifestSummary;
import java.io.IOException;
import java.util.Map;

/**
 * One pod's way to the target: opened before the pod is touched, so that a target that cannot be
 * reached costs nothing; fed by CRIU while it dumps; finished with the small images, the captured
 * files and the manifest. Thread-safe.
 */
public interface Shipment extends AutoCloseable {
    /**
     * Throws when the shipment cannot succeed any more: connection lost, refused by the target,
     * disk full there.
     *
     * @throws StepFailure with the reason
     */
    void check() throws StepFailure;

    /** How far it is; keys as in {@link io.podferry.policy.migration.MigrationFacts}. */
    Map<String, Long> figures();

    /**
     * All tasks stand still: files that move with the pod cannot change any more and may go.
     * Idempotent.
     */
    void frozen();

    /**
     * Ships what is left and waits until the target has verified and stored everything.
     *
     * @throws StepFailure when the target refused
     * @throws IOException when it could not be reached
     */
    ManifestSummary finish() throws IOException, InterruptedException, StepFailure;

    /**
     * Breaks the connections; CRIU, if it still writes, fails and resumes the pod. Idempotent, from
     * any thread.
     */
    void abort();

    @Override
    void close();
}
