package io.podferry.simulations.scenario;

import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import java.time.Duration;

/**
 * Memory of a program as a function of the time it has really worked: a frozen program does not
 * grow, a restarted one begins again. Pure and deterministic.
 */
public sealed interface MemoryShape {
    /** Memory before any work is done. */
    DataSize base();

    /** The most memory that the program ever has; at least {@link #base()}. */
    DataSize peak();

    /** Memory after this much work; {@code progress} is not negative. */
    DataSize at(Duration progress);

    /** Grows by the same amount every second until it has its peak. */
    record Steady(DataSize base, GrowthRate rate, DataSize peak) implements MemoryShape {
        public Steady {
            requireOrder(base, peak);
        }

        @Override
        public DataSize at(Duration progress) {
            return clamp(base.bytes() + rate.over(progress), base, peak);
        }
    }

    /** Adds {@code step} at once after every full period, until it has its peak. */
    record Steps(DataSize base, DataSize step, Duration period, DataSize peak)
            implements MemoryShape {
        public Steps {
            requireOrder(base, peak);
            requirePositive(period);
        }

        @Override
        public DataSize at(Duration progress) {
            return clamp(
                    base.bytes() + (double) step.bytes() * progress.dividedBy(period), base, peak);
        }
    }

    /**
     * Grows steadily from base to peak during each period and then gives everything back, as a
     * garbage-collected heap does.
     */
    record SawTooth(DataSize base, DataSize peak, Duration period) implements MemoryShape {
        public SawTooth {
            requireOrder(base, peak);
            requirePositive(period);
        }

        @Override
        public DataSize at(Duration progress) {
            long within = progress.toNanos() % period.toNanos();
            double share = (double) within / period.toNanos();
            return clamp(base.bytes() + share * (peak.bytes() - base.bytes()), base, peak);
        }
    }

    /**
     * Grows slowly at first and twice as fast after every {@code doubling}, until it has its peak.
     *
     * @param rate growth at the beginning
     */
    record Runaway(DataSize base, GrowthRate rate, Duration doubling, DataSize peak)
            implements MemoryShape {
        public Runaway {
            requireOrder(base, peak);
            requirePositive(doubling);
        }

        @Override
        public DataSize at(Duration progress) {
            double k = Math.log(2) / seconds(doubling);
            double grown = rate.bytesPerSecond() / k * Math.expm1(k * seconds(progress));
            return clamp(base.bytes() + grown, base, peak);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static DataSize clamp(double bytes, DataSize least, DataSize most) {
        return DataSize.ofBytes(
                Math.round(Math.clamp(bytes, (double) least.bytes(), (double) most.bytes())));
    }

    private static void requireOrder(DataSize base, DataSize peak) {
        if (peak.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "peak "
                            + peak
                            + " is below base "
                            + base
                            + ". Maybe they are the wrong way round?");
        }
    }

    private static void requirePositive(Duration period) {
        if (!period.isPositive()) {
            throw new IllegalArgumentException(
                    "period must be longer than zero, was " + period + ". Maybe you meant PT1S?");
        }
    }
}
