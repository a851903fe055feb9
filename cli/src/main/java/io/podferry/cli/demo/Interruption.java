package io.podferry.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the end of the process (Ctrl-C, TERM) into an interruption of the thread that works, and
 * keeps the process until that thread has tidied up.
 */
public final class Interruption implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch tidy = new CountDownLatch(1);
    private final Thread hook;

    /** From now on the current thread is the one to interrupt. */
    public Interruption() {
        Thread worker = Thread.currentThread();
        hook = new Thread(() -> end(worker), "tidy-up");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void end(Thread worker) {
        worker.interrupt();
        try {
            if (!tidy.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println(
                        "podferry: tidying up took longer than " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is tidied up. */
    @Override
    public void close() {
        tidy.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs, which is what it is for.
        }
    }
}
