package io.podferry.cli.engine;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.EventBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The most recent events, numbered; readers wait for the next ones. Numbers begin above those of
 * every earlier engine process, so that a reader survives a restart of the engine. Thread-safe.
 */
final class EventLog {
    static final int KEPT = 8192;
    private static final int EPOCH_SHIFT = 32;

    private final Deque<ClusterEvent> events = new ArrayDeque<>();
    private long last;

    /**
     * @param epoch of the engine process
     */
    EventLog(long epoch) {
        last = epoch << EPOCH_SHIFT;
    }

    synchronized void add(ClusterEvent event) {
        events.addLast(event);
        last++;
        if (events.size() > KEPT) {
            events.removeFirst();
        }
        notifyAll();
    }

    /**
     * The events after number {@code after}; waits for the first of them, but not longer than told.
     */
    synchronized EventBatch after(long after, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos();
                last <= after && left > 0;
                left = deadline - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        long fresh = Math.max(0, last - after);
        long kept = Math.min(fresh, events.size());
        List<ClusterEvent> batch =
                new ArrayList<>(events).subList((int) (events.size() - kept), events.size());
        return new EventBatch(last, missed(after, kept), List.copyOf(batch));
    }

    /** Numbers of another epoch were never given to events of this one. */
    private long missed(long after, long kept) {
        boolean sameEpoch = after >> EPOCH_SHIFT == last >> EPOCH_SHIFT;
        return sameEpoch ? Math.max(0, last - after - kept) : 0;
    }
}
