package io.podferry.policy.risk;

import java.util.SplittableRandom;

/**
 * The ranks that pods draw in the joint futures: every pod takes each of {@value #PATHS} evenly
 * spaced ranks once, in an order of its own that follows from seed, UID and tick.
 */
final class Ranks {
    static final int PATHS = 64;
    private static final int ORDERS = 256;

    private final double[][] orders = new double[ORDERS][PATHS];

    Ranks(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (double[] order : orders) {
            for (int i = 0; i < PATHS; i++) {
                int j = random.nextInt(i + 1);
                order[i] = order[j];
                order[j] = (i + 0.5) / PATHS;
            }
        }
    }

    double[] of(String name, long tick) {
        long mixed = (name.hashCode() * 31L + tick) * 0x9E3779B97F4A7C15L;
        return orders[(int) (mixed >>> 56)];
    }
}
