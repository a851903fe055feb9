package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.Lifetime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How ended pods of the same class grew on from the same size, at a few times ahead. Immutable. */
final class Analogs {
    private static final double[] SECONDS = {5, 10, 20, 40, 80, 160, 320, 640};

    private final double[][] growth;

    /**
     * @param growth bytes added, by time and then sorted; each row has one value per life
     */
    private Analogs(double[][] growth) {
        this.growth = growth;
    }

    /** Empty when no earlier pod of the class ever reached the size. */
    static Optional<Analogs> of(List<Lifetime> lives, double size) {
        double[][] growth = new double[SECONDS.length][lives.size()];
        int used = 0;
        for (Lifetime life : lives) {
            int at = firstReach(life, size);
            if (at >= 0) {
                for (int i = 0; i < SECONDS.length; i++) {
                    growth[i][used] = Math.max(0, highest(life, at, SECONDS[i]) - size);
                }
                used++;
            }
        }
        if (used == 0) {
            return Optional.empty();
        }
        for (int i = 0; i < SECONDS.length; i++) {
            growth[i] = Arrays.copyOf(growth[i], used);
            Arrays.sort(growth[i]);
        }
        return Optional.of(new Analogs(growth));
    }

    /** Share of the say that the analogs have, 0 to 1: few lives prove little. */
    double weight() {
        double lives = growth[0].length;
        return lives / (lives + 2);
    }

    /** Growth after some time, at a rank among the lives. */
    double bytes(double rank, double seconds) {
        int later = 0;
        while (later < SECONDS.length - 1 && SECONDS[later] < seconds) {
            later++;
        }
        double before = later == 0 ? 0 : at(growth[later - 1], rank);
        double start = later == 0 ? 0 : SECONDS[later - 1];
        double share = Math.clamp((seconds - start) / (SECONDS[later] - start), 0, 1);
        return before + share * (at(growth[later], rank) - before);
    }

    private static double at(double[] sorted, double rank) {
        double place = rank * (sorted.length - 1);
        int low = (int) place;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }

    private static int firstReach(Lifetime life, double size) {
        for (int i = 0; i < life.size(); i++) {
            if (life.bytes(i) >= size) {
                return i;
            }
        }
        return -1;
    }

    private static double highest(Lifetime life, int from, double seconds) {
        double highest = life.bytes(from);
        long end = life.millis(from) + Math.round(seconds * 1e3);
        for (int i = from; i < life.size() && life.millis(i) <= end; i++) {
            highest = Math.max(highest, life.bytes(i));
        }
        return highest;
    }
}
