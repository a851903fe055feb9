package io.podferry.cli.cluster;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.EventBatch;
import java.time.Duration;
import java.util.function.Consumer;

/** Events of an engine, told to a listener on a virtual thread until it is closed. Thread-safe. */
public final class EventStream implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofMillis(200);

    private final EngineClient engine;
    private final Consumer<ClusterEvent> listener;
    private final Thread thread;
    private volatile long last;
    private volatile boolean closed;

    private EventStream(EngineClient engine, long last, Consumer<ClusterEvent> listener) {
        this.engine = engine;
        this.listener = listener;
        this.last = last;
        this.thread = Thread.ofVirtual().name("events").unstarted(this::follow);
    }

    static EventStream open(EngineClient engine, Consumer<ClusterEvent> listener) {
        long now = engine.events(Long.MAX_VALUE, Duration.ZERO).last();
        EventStream stream = new EventStream(engine, now, listener);
        stream.thread.start();
        return stream;
    }

    private void follow() {
        while (!closed) {
            try {
                EventBatch batch = engine.events(last, WAIT);
                for (ClusterEvent event : batch.events()) {
                    if (closed) {
                        return;
                    }
                    listener.accept(event);
                }
                last = batch.last();
            } catch (ClusterException e) {
                // The engine restarts: its numbers begin again, so everything it still has is news.
                if (!closed) {
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
