package io.podferry.cli.engine;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.NodeReport;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one agent for its next reading, again and again, on a virtual thread. */
public final class TelemetryFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryFollower.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(100);

    /** Hears what the follower finds. Called on the follower's thread. */
    public interface Listener {
        void reading(NodeReport report);

        /** Told at every change only. */
        void answering(String node, boolean answers, String detail);
    }

    private final String node;
    private final AgentLink link;
    private final Listener listener;
    private boolean answers;

    public TelemetryFollower(String node, AgentLink link, Listener listener) {
        this.node = node;
        this.link = link;
        this.listener = listener;
    }

    @Override
    public void run() {
        long seen = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                NodeReport report = link.report(seen, WAIT);
                boolean fresh = report.sequence() != seen;
                seen = report.sequence();
                if (!answers) {
                    tell(true, "answers");
                }
                if (fresh) {
                    listener.reading(report);
                }
            } catch (IOException e) {
                // An agent that restarted counts from the beginning again.
                seen = 0;
                if (answers) {
                    tell(false, "does not answer: " + e.getMessage());
                }
                try {
                    Thread.sleep(RETRY);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void tell(boolean now, String detail) {
        answers = now;
        LOG.info("agent of {} {}", node, detail);
        listener.answering(node, now, detail);
    }
}
