package io.podferry.policy.forecast;

import io.podferry.policy.telemetry.Lifetime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Growth that was seen, as quantiles at a few times ahead: of ended pods of the same class from the
 * same size on, or of one pod from every point of its own life on. Immutable.
 */
final class Analogs {
    /** Times ahead, seconds. */
    private static final double[] SECONDS = {5, 10, 20, 40, 80, 160, 320, 640};

    /** Quantiles that are kept. */
    private static final double[] RANKS = {0, .25, .5, .7, .8, .9, .95, .98, 1};

    /** A pod that is half its size or less is in another phase of its life. */
    private static final double LEVEL = 0.5;

    /** Number of times ahead. */
    static final int TIMES = SECONDS.length;

    private final float[][] growth;
    private final double weight;

    /**
     * @param growth bytes added, by time and then sorted, one or more for each time
     * @param weight share of the say, 0 to 1
     */
    private Analogs(double[][] growth, double weight) {
        this.weight = weight;
        this.growth = new float[TIMES][RANKS.length];
        for (int i = 0; i < TIMES; i++) {
            for (int r = 0; r < RANKS.length; r++) {
                float before = i == 0 ? 0 : this.growth[i - 1][r];
                this.growth[i][r] = Math.max(before, (float) at(growth[i], RANKS[r]));
            }
        }
    }

    private static double at(double[] sorted, double rank) {
        double place = rank * (sorted.length - 1);
        int low = (int) place;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }

    /**
     * Empty when none of the lives ever reached the size.
     *
     * @param few number of lives that have half the say
     */
    static Optional<Analogs> of(List<Lifetime> lives, double size, double few) {
        double[][] growth = new double[TIMES][lives.size()];
        int used = 0;
        for (Lifetime life : lives) {
            int at = firstReach(life, size);
            if (at >= 0) {
                for (int i = 0; i < TIMES; i++) {
                    growth[i][used] = Math.max(0, highest(life, at, SECONDS[i]) - size);
                }
                used++;
            }
        }
        return used == 0 ? Optional.empty() : Optional.of(sorted(growth, used, few));
    }

    private static Analogs sorted(double[][] growth, int used, double few) {
        for (int i = 0; i < TIMES; i++) {
            growth[i] = Arrays.copyOf(growth[i], used);
            Arrays.sort(growth[i]);
        }
        return new Analogs(growth, used / (used + few));
    }

    /**
     * How one pod grew lately, from every point of its present phase on: what it did, it may do
     * again. Where that is shorter than a time ahead, its whole growth counts. Empty for a life of
     * one point.
     *
     * @param recentMillis what was longer ago tells nothing
     */
    static Optional<Analogs> windows(Lifetime life, long recentMillis) {
        int size = life.size();
        if (size < 2) {
            return Optional.empty();
        }
        double[][] growth = new double[TIMES][];
        int[] queue = new int[size];
        int first = phase(life, recentMillis);
        for (int i = 0; i < TIMES; i++) {
            growth[i] = windows(life, first, Math.round(SECONDS[i] * 1e3), queue, LEVEL);
            Arrays.sort(growth[i]);
        }
        return Optional.of(new Analogs(growth, 1));
    }

    /** Likewise from every point of a whole life: rarely right, but it has happened. */
    static Optional<Analogs> whole(Lifetime life) {
        int size = life.size();
        if (size < 2) {
            return Optional.empty();
        }
        double[][] growth = new double[TIMES][];
        int[] queue = new int[size];
        for (int i = 0; i < TIMES; i++) {
            growth[i] = windows(life, 0, Math.round(SECONDS[i] * 1e3), queue, 0);
            Arrays.sort(growth[i]);
        }
        return Optional.of(new Analogs(growth, 1));
    }

    /**
     * The growth to the highest point within a time, by the queue of a sliding maximum.
     *
     * @param share points below this share of the present size tell nothing
     */
    private static double[] windows(
            Lifetime life, int first, long millis, int[] queue, double share) {
        int size = life.size();
        int last = life.millis(size - 1);
        long span = Math.min(millis, last - life.millis(first));
        double level = share * life.bytes(size - 1);
        double[] values = new double[size];
        int used = 0;
        int head = 0;
        int tail = 0;
        int next = first;
        for (int from = first; from < size && life.millis(from) + span <= last; from++) {
            for (; next < size && life.millis(next) <= life.millis(from) + span; next++) {
                while (tail > head && life.bytes(queue[tail - 1]) <= life.bytes(next)) {
                    tail--;
                }
                queue[tail++] = next;
            }
            while (queue[head] < from) {
                head++;
            }
            if (life.bytes(from) >= level) {
                values[used++] = life.bytes(queue[head]) - life.bytes(from);
            }
        }
        return used > 0 ? Arrays.copyOf(values, used) : new double[1];
    }

    /** The first point that belongs to the present phase of a life. */
    private static int phase(Lifetime life, long recentMillis) {
        int last = life.size() - 1;
        int first = 0;
        while (life.millis(first) < life.millis(last) - recentMillis
                || life.bytes(first) < LEVEL * life.bytes(last)) {
            first++;
        }
        return Math.min(first, last - 1);
    }

    /** The most that was seen within the longest time ahead, bytes. */
    double most() {
        return growth[TIMES - 1][RANKS.length - 1];
    }

    /** The most that was seen within a time, given by its {@link #place}, bytes. */
    double most(double place) {
        int later = Math.min(TIMES - 1, (int) place);
        int top = RANKS.length - 1;
        double before = later == 0 ? 0 : growth[later - 1][top];
        return before + (place - later) * (growth[later][top] - before);
    }

    /** Share of the say that the analogs have, 0 to 1: few lives prove little. */
    double weight() {
        return weight;
    }

    /** Growth at one rank, at each of the times ahead. */
    void row(double rank, double[] row) {
        int high = 1;
        while (high < RANKS.length - 1 && RANKS[high] < rank) {
            high++;
        }
        double share = (rank - RANKS[high - 1]) / (RANKS[high] - RANKS[high - 1]);
        for (int i = 0; i < TIMES; i++) {
            float low = growth[i][high - 1];
            row[i] = low + share * (growth[i][high] - low);
        }
    }

    /** Between which of the times ahead a time lies: the number of the later one, and a share. */
    static double place(double seconds) {
        int later = 0;
        while (later < TIMES - 1 && SECONDS[later] < seconds) {
            later++;
        }
        double start = later == 0 ? 0 : SECONDS[later - 1];
        return later + Math.clamp((seconds - start) / (SECONDS[later] - start), 0, 1);
    }

    /** Growth at a {@link #place} of a {@link #row}. */
    static double at(double place, double[] row) {
        int later = Math.min(TIMES - 1, (int) place);
        double share = place - later;
        double before = later == 0 ? 0 : row[later - 1];
        return before + share * (row[later] - before);
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
