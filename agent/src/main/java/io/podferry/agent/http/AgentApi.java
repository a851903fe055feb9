package io.podferry.agent.http;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What the HTTP API offers of a node. Thread-safe. Illegal arguments are the caller's fault. */
public interface AgentApi {
    /** The next report after the one seen; empty when there is none yet. */
    Optional<NodeReport> report(long seen, Duration atMost) throws InterruptedException;

    StepReport start(MigrationOrder order, Step step) throws IOException;

    /** Empty when this process was never asked for the step. */
    Optional<StepReport> await(String migration, Step step, long seen, Duration atMost)
            throws InterruptedException;

    void run(PodSpec spec, String uid) throws IOException;

    /** Idempotent. */
    void remove(String uid) throws IOException;

    /** Empty when there is no such pod. */
    Optional<String> logs(String uid, int tailLines) throws IOException;

    String metrics() throws IOException;

    /** The engine has asked something, so it lives. */
    void engineSpoke();
}
