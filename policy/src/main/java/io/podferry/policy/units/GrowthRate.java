package io.podferry.policy.units;

import java.time.Duration;
import java.util.Locale;

/**
 * Change of memory per time, in bytes per second; negative when memory shrinks. Immutable.
 *
 * @param bytesPerSecond a finite number
 */
public record GrowthRate(double bytesPerSecond) implements Comparable<GrowthRate> {
    public static final GrowthRate NONE = new GrowthRate(0);

    public GrowthRate {
        if (!Double.isFinite(bytesPerSecond)) {
            throw new IllegalArgumentException("growth rate must be finite: " + bytesPerSecond);
        }
    }

    /** Bytes added over the given time; negative when shrinking. */
    public double over(Duration time) {
        return bytesPerSecond * time.toNanos() / 1e9;
    }

    @Override
    public int compareTo(GrowthRate other) {
        return Double.compare(bytesPerSecond, other.bytesPerSecond);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.1f MiB/s", bytesPerSecond / (1024 * 1024));
    }
}
