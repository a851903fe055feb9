package io.podferry.agent.node;

import java.io.IOException;

/** The agent's entry point. */
public final class AgentMain {
    private AgentMain() {}

    /**
     * Runs the agent of one node until the process is told to end (SIGTERM) or the thread is interrupted. Heals first whatever
     * an earlier process of the node left behind.
     *
     * @throws IOException when it cannot start; the message says what is missing and what to do
     */
    public static void run(AgentConfig config) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("the agent of " + config.node() + " cannot run yet");
    }
}
