package io.podferry.agent.node;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent's entry point. */
public final class AgentMain {
    private static final Logger LOG = LoggerFactory.getLogger(AgentMain.class);

    private AgentMain() {}

    /**
     * Runs the agent of one node until the process is told to end (SIGTERM) or the thread is
     * interrupted. Heals first whatever an earlier process of the node left behind. Pods live on
     * without it.
     *
     * @throws IOException when it cannot start; the message says what is missing and what to do
     */
    public static void run(AgentConfig config) throws IOException, InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread hook = new Thread(end::countDown, "end");
        try (Agent _ = Agent.start(config)) {
            Runtime.getRuntime().addShutdownHook(hook);
            end.await();
        }
        LOG.info("agent of {} has ended", config.node());
    }
}
