package io.podferry.agent.node;

import java.time.Duration;

/**
 * How long to wait until the next reading: long when calm, short when the node nears its limit,
 * very short when at its present growth the limit is seconds away. Not thread-safe.
 */
final class SamplingPace {
    static final Duration CALM = Duration.ofSeconds(10);
    static final Duration BUSY = Duration.ofSeconds(1);
    static final Duration URGENT = Duration.ofMillis(200);

    /** A node is calm below this share of its limit when it also does not grow towards it. */
    private static final double NEAR = 0.5;

    private static final double CALM_SECONDS = 600;
    private static final double URGENT_SECONDS = 20;

    private final Duration slowest;
    private long lastBytes;
    private long lastNanos;
    private boolean first = true;
    private double growth;

    /**
     * @param slowest longest wait; at most {@link #CALM}
     */
    SamplingPace(Duration slowest) {
        this.slowest = slowest;
    }

    /**
     * @param bytes memory of all pods
     * @param limit of all pods
     * @param nanos time of the reading, from any origin
     */
    Duration next(long bytes, long limit, long nanos) {
        if (!first && nanos > lastNanos) {
            double rate = (bytes - lastBytes) * 1e9 / (nanos - lastNanos);
            growth = Math.max(rate, growth * 0.7 + rate * 0.3);
        }
        first = false;
        lastBytes = bytes;
        lastNanos = nanos;
        double seconds =
                growth > 0 ? Math.max(0, limit - bytes) / growth : Double.POSITIVE_INFINITY;
        if (seconds < URGENT_SECONDS) {
            return URGENT;
        }
        Duration wait = seconds < CALM_SECONDS || bytes > NEAR * limit ? BUSY : CALM;
        return wait.compareTo(slowest) < 0 ? wait : slowest;
    }
}
