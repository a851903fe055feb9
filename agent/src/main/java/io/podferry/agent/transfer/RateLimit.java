package io.podferry.agent.transfer;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Holds a sender back so that it sends at most so many bytes per second. Not thread-safe. */
final class RateLimit {
    private final OptionalLong bytesPerSecond;
    private long nextNanos = System.nanoTime();

    RateLimit(OptionalLong bytesPerSecond) {
        if (bytesPerSecond.isPresent() && bytesPerSecond.getAsLong() < Frame.CHUNK) {
            throw new IllegalArgumentException(
                    "the transfer rate must be at least 1Mi per second, but is %d bytes per second"
                            .formatted(bytesPerSecond.getAsLong()));
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Waits until {@code bytes} more may be sent. */
    void await(long bytes) throws InterruptedException {
        if (bytesPerSecond.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        nextNanos = Math.max(nextNanos, now - TimeUnit.MILLISECONDS.toNanos(50));
        long wait = nextNanos - now;
        nextNanos += Math.round(bytes * 1e9 / bytesPerSecond.getAsLong());
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}
