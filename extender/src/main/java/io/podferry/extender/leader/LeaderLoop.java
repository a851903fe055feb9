package io.podferry.extender.leader;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands for election again and again, in a thread of its own, and tells of every change. */
public final class LeaderLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);

    private final LeaderElector elector;
    private final Consumer<Optional<String>> changed;
    private final Thread thread;

    /**
     * Starts at once.
     *
     * @param changed is told why this replica stands by, or (empty) that it leads
     */
    public LeaderLoop(LeaderElector elector, Consumer<Optional<String>> changed) {
        this.elector = elector;
        this.changed = changed;
        changed.accept(elector.standby());
        this.thread =
                Thread.ofPlatform()
                        .name("leader-election")
                        .daemon()
                        .start(() -> run(elector, changed));
    }

    private static void run(LeaderElector elector, Consumer<Optional<String>> changed) {
        Optional<String> before = Optional.of("");
        while (!Thread.currentThread().isInterrupted()) {
            step(elector);
            Optional<String> now = elector.standby();
            if (!now.equals(before)) {
                LOG.info("{}", now.orElse("This replica leads, term " + elector.term()));
                changed.accept(now);
                before = now;
            }
            try {
                Thread.sleep(elector.period());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whatever goes wrong in one attempt must not end them all: nobody would ever lead again. */
    private static void step(LeaderElector elector) {
        try {
            elector.step();
        } catch (Exception e) {
            // Not only what is declared: the client library throws InterruptedException too.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            } else {
                LOG.error("An attempt to lead failed", e);
            }
        }
    }

    /** Ends the attempts and gives the lease back, so that another replica need not wait. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            changed.accept(Optional.of("this replica stands by: it is shutting down"));
            elector.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The lease is not given back and runs out by itself: {}", e.getMessage());
        }
    }
}
