package io.podferry.agent.node;

import java.time.Duration;

/**
 * How fast a node fills, by its last readings: the steepest of the last few intervals counts, so
 * that a pause does not hide a growth. Not thread-safe.
 */
final class MemoryTrend {
    private static final int READINGS = 5;
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Closer readings say more about the kernel's bookkeeping than about growth. */
    private static final long CLOSE_NANOS = 100_000_000;

    private final long[] bytes = new long[READINGS];
    private final long[] nanos = new long[READINGS];
    private int readings;

    void add(long memoryBytes, long atNanos) {
        if (readings > 0 && atNanos - nanos[(readings - 1) % READINGS] < CLOSE_NANOS) {
            return;
        }
        bytes[readings % READINGS] = memoryBytes;
        nanos[readings % READINGS] = atNanos;
        readings++;
    }

    /** Time until {@code limitBytes}; zero as long as nothing is known of the growth. */
    Duration timeLeft(long limitBytes) {
        if (readings < 2) {
            return Duration.ZERO;
        }
        double growth = 0;
        for (int i = Math.max(1, readings - READINGS + 1); i < readings; i++) {
            int now = i % READINGS;
            int before = (i - 1) % READINGS;
            double rate = (bytes[now] - bytes[before]) * 1e9 / (nanos[now] - nanos[before]);
            growth = Math.max(growth, rate);
        }
        double room = Math.max(0, limitBytes - bytes[(readings - 1) % READINGS]);
        double seconds = growth > 0 ? room / growth : Double.POSITIVE_INFINITY;
        return Duration.ofMillis((long) Math.min(seconds * 1e3, LONGEST.toMillis()));
    }
}
