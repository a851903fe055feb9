package io.podferry.cli.engine;

import io.podferry.agent.api.NodeReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.time.Duration;

/**
 * The engine's line to one agent. Calls block and are made from virtual threads only; an {@link IOException} means that the
 * agent could not be asked, which proves nothing about what it did.
 */
interface AgentLink {
    /** The next reading after {@code seenSequence}, or the same one when none came in time. */
    NodeReport report(long seenSequence, Duration atMost) throws IOException;

    /** Asks for a step; asking again is harmless. */
    StepReport start(MigrationOrder order, Step step) throws IOException;

    /** The next status after {@code seenVersion}, or the same one when none came in time. */
    StepReport await(MigrationId id, Step step, long epoch, long seenVersion, Duration atMost)
            throws IOException;

    void run(PodSpec spec, String uid) throws IOException;

    /** Kills the pod if it lives and removes all that is left of it. */
    void remove(String uid) throws IOException;

    String logs(String uid, int tailLines) throws IOException;
}
