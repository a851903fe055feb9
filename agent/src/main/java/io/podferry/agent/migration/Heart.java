package io.podferry.agent.migration;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the dead-man's timers of dumps and held restores from running out, as long as this agent
 * lives and the engine has spoken to it lately. When either ends, a source that has not promised
 * thaws by itself, and a clone nobody released goes away. Thread-safe.
 */
public final class Heart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Duration engineSilence;
    private final Map<String, Runnable> beats = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile long engineSeen = System.nanoTime();

    /**
     * Beats from now on.
     *
     * @param engineSilence how long the engine may be silent until the beats stop
     */
    public Heart(Duration engineSilence) {
        this.engineSilence = engineSilence;
        this.thread = Thread.ofVirtual().name("heart").start(this::run);
    }

    /** The engine has asked something. */
    public void engineSpoke() {
        engineSeen = System.nanoTime();
    }

    void add(String key, Runnable beat) {
        beat.run();
        beats.put(key, beat);
    }

    void remove(String key) {
        beats.remove(key);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            if (System.nanoTime() - engineSeen < engineSilence.toNanos()) {
                beats.forEach(Heart::beat);
            }
            try {
                Thread.sleep(BEAT);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void beat(String key, Runnable beat) {
        try {
            beat.run();
        } catch (RuntimeException e) {
            LOG.debug("no heartbeat for {}: {}", key, e.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
