package io.podferry.agent.api;

import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.time.Duration;

/**
 * The engine's line to one agent. Calls block and are made from virtual threads only; an {@link
 * IOException} means that the agent could not be asked, which proves nothing about what it did; an
 * {@link AgentRefusedException} that it was asked and said no.
 */
public interface AgentLink {
    /** The next reading after {@code seenSequence}, or the same one when none came in time. */
    NodeReport report(long seenSequence, Duration atMost) throws IOException;

    /** Asks for a step; asking again is harmless. */
    StepReport start(MigrationOrder order, Step step) throws IOException;

    /** The next status after {@code seenVersion}, or the same one when none came in time. */
    StepReport await(MigrationId id, Step step, long epoch, long seenVersion, Duration atMost)
            throws IOException;

    /** Starts a pod; starting the same UID again is harmless. */
    void run(PodSpec spec, String uid) throws IOException;

    /** Kills the pod if it lives and removes all that is left of it. */
    void remove(String uid) throws IOException;

    /** The last lines that the pod's containers have written. */
    String logs(String uid, int tailLines) throws IOException;
}
