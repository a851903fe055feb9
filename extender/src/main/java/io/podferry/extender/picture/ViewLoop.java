package io.podferry.extender.picture;

import io.podferry.extender.advice.ClusterView;
import io.podferry.extender.advice.PlacementAdvisor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives an advisor a fresh view again and again, in a thread of its own. */
public final class ViewLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewLoop.class);

    private final Thread thread;

    /** Makes views; called by one thread only. */
    @FunctionalInterface
    public interface ViewSource {
        /**
         * The view at this time.
         *
         * @throws Exception when there is none; the advisor keeps the last one, which ages
         */
        ClusterView view(Instant now) throws Exception;
    }

    /** Starts at once. */
    public ViewLoop(
            ViewSource source, PlacementAdvisor advisor, InstantSource clock, Duration period) {
        this.thread =
                Thread.ofPlatform()
                        .name("cluster-view")
                        .daemon()
                        .start(() -> run(source, advisor, clock, period));
    }

    private static void run(
            ViewSource source, PlacementAdvisor advisor, InstantSource clock, Duration period) {
        String reported = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                advisor.update(source.view(clock.instant()));
                reported = "";
                Thread.sleep(period);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                String trouble = String.valueOf(e.getMessage());
                if (!trouble.equals(reported)) {
                    reported = trouble;
                    LOG.warn("No fresh picture of the cluster: {}", trouble);
                }
                pause(period);
            }
        }
    }

    private static void pause(Duration period) {
        try {
            Thread.sleep(period);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
