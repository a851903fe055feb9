package io.podferry.agent.node;

import io.podferry.agent.api.NodeReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The newest report, and the means to wait for the next. Thread-safe. */
public final class ReportBoard {
    private @Nullable NodeReport newest;

    synchronized void publish(NodeReport report) {
        newest = report;
        notifyAll();
    }

    /** The newest report, null before the first. */
    synchronized @Nullable NodeReport newest() {
        return newest;
    }

    /**
     * Waits for a report of another sequence than the one seen; null when there is none at all yet.
     */
    public synchronized @Nullable NodeReport await(long seen, Duration atMost)
            throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (newest == null || newest.sequence() == seen) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return newest;
    }
}
