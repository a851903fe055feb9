package io.podferry.extender.advice;

import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who was promised which memory. A promise stands from the moment it is made, because between
 * filter and bind nobody asks again; it ends when it is released or its time is over. Thread-safe;
 * reading does not block.
 */
public final class ReservationLedger {
    private final InstantSource clock;
    private final Duration limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Reservation> byHolder = new HashMap<>();
    private volatile Sums sums = new Sums(Map.of(), Instant.MAX);

    private record Sums(Map<String, Long> bytesByNode, Instant nextExpiry) {}

    /**
     * @param limit how long a promise stands unless it is renewed
     */
    public ReservationLedger(InstantSource clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Promises memory if it is there; renews or replaces what the holder had.
     *
     * @param free memory of the node that is not in use
     * @return whether the promise was made; if not, the holder keeps what it had
     */
    public boolean tryReserve(
            String holder, String pod, String node, DataSize size, DataSize free) {
        lock.lock();
        try {
            expire();
            long others = 0;
            for (Reservation other : byHolder.values()) {
                if (other.node().equals(node) && !other.holder().equals(holder)) {
                    others += other.size().bytes();
                }
            }
            if (others + size.bytes() > free.bytes()) {
                return false;
            }
            Instant until = clock.instant().plus(limit);
            byHolder.put(holder, new Reservation(holder, pod, node, size, until));
            publish();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a promise, if there is one. */
    public void release(String holder) {
        lock.lock();
        try {
            if (byHolder.remove(holder) != null) {
                publish();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is promised to the holder. */
    public Optional<Reservation> of(String holder) {
        lock.lock();
        try {
            expire();
            return Optional.ofNullable(byHolder.get(holder));
        } finally {
            lock.unlock();
        }
    }

    /** All promises, by node and holder. */
    public List<Reservation> active() {
        lock.lock();
        try {
            expire();
            return byHolder.values().stream()
                    .sorted(
                            Comparator.comparing(Reservation::node)
                                    .thenComparing(Reservation::holder))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Promised memory in bytes, by node; nodes without promises are absent. */
    public Map<String, Long> bytesByNode() {
        Sums now = sums;
        if (now.bytesByNode().isEmpty() || clock.instant().isBefore(now.nextExpiry())) {
            return now.bytesByNode();
        }
        lock.lock();
        try {
            expire();
            return sums.bytesByNode();
        } finally {
            lock.unlock();
        }
    }

    private void expire() {
        Instant now = clock.instant();
        if (byHolder.values().removeIf(promise -> !promise.expiresAt().isAfter(now))) {
            publish();
        }
    }

    private void publish() {
        Map<String, Long> bytes = new HashMap<>();
        Instant next = Instant.MAX;
        for (Reservation promise : byHolder.values()) {
            bytes.merge(promise.node(), promise.size().bytes(), Long::sum);
            next = promise.expiresAt().isBefore(next) ? promise.expiresAt() : next;
        }
        sums = new Sums(Map.copyOf(bytes), next);
    }
}
