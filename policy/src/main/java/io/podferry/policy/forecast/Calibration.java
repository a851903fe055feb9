package io.podferry.policy.forecast;

import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.ClusterTable;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns from what became of a sample of earlier forecasts how far pods exceed the trend's
 * expectation. Per class, shrunk to all classes together while a class has few residuals; a rolling
 * split-conformal quantile (Lei et al. 2018), whose level follows the misses that were seen, as in
 * adaptive conformal inference (Gibbs and Candes 2021). Bounded; not thread-safe.
 */
final class Calibration {
    private static final int OPEN = 1024;
    private static final int PER_TICK = 32;
    private static final int PER_CLASS = 256;
    private static final int GLOBAL = 2048;
    private static final double SHRINK = 60;
    private static final double CREDIBLE_PODS = 20;
    private static final long REPEAT_MILLIS = 30_000;
    private static final double BOUND_RANK = 0.95;
    private static final double MISS_GOAL = 1 - BOUND_RANK;
    private static final double LEARNING = 0.02;
    private static final double LEAST_STRETCH = 0.5;
    private static final double MOST_STRETCH = 3;
    private static final double TOLERANCE = 1.002;
    private static final int REBLEND = 64;
    private static final int TIMES = Surprise.SECONDS.length;

    private final ClusterTable table;
    private final Residuals[] all = new Residuals[TIMES];
    private final Map<Integer, Residuals[]> classes = new HashMap<>();
    private final Map<Integer, Surprise> surprises = new HashMap<>();
    private final ArrayDeque<Question> open = new ArrayDeque<>();
    private final Map<Integer, Integer> podsOfClass = new HashMap<>();
    private long[] askedAt = new long[0];
    private int pods;
    private double stretch = 1;
    private int cursor;
    private long learned;
    private long blendedAt;

    /** A forecast whose outcome is waited for. */
    private static final class Question {
        private final PodUid uid;
        private final int pod;
        private final long asked;
        private final double size;
        private final double[] expected;
        private final double bound;
        private double highest;
        private int answered;

        private Question(
                PodUid uid, int pod, long asked, double size, double[] expected, double bound) {
            this.uid = uid;
            this.pod = pod;
            this.asked = asked;
            this.size = size;
            this.expected = expected;
            this.bound = bound;
            this.highest = size;
        }
    }

    Calibration(ClusterTable table) {
        this.table = table;
        for (int i = 0; i < TIMES; i++) {
            all[i] = new Residuals(GLOBAL);
        }
    }

    /** Looks at the open questions, and asks new ones. */
    void update(long now, TrendFit fit, ForecastConfig config) {
        if (learned >= blendedAt + REBLEND) {
            blendedAt = learned;
            surprises.clear();
        }
        int waiting = open.size();
        for (int i = 0; i < waiting; i++) {
            Question question = open.removeFirst();
            if (look(question, now)) {
                open.addLast(question);
            }
        }
        int rows = table.rows();
        if (askedAt.length < rows) {
            int before = askedAt.length;
            askedAt = Arrays.copyOf(askedAt, rows + rows / 4 + 16);
            Arrays.fill(askedAt, before, askedAt.length, Long.MIN_VALUE);
        }
        for (int i = 0; i < PER_TICK && i < rows && open.size() < OPEN; i++) {
            cursor = (cursor + 1) % rows;
            if (table.present(cursor) && table.samples().size(cursor) > 2 && newlyAsked(now)) {
                open.addLast(ask(cursor, now, fit, config));
            }
        }
    }

    /** Questions about one pod soon after each other would have the same answer. */
    private boolean newlyAsked(long now) {
        long before = askedAt[cursor];
        if (before == Long.MIN_VALUE) {
            pods++;
            podsOfClass.merge(table.kind(cursor), 1, Integer::sum);
        } else if (now - before < REPEAT_MILLIS && now >= before) {
            return false;
        }
        askedAt[cursor] = now;
        return true;
    }

    private Question ask(int pod, long now, TrendFit fit, ForecastConfig config) {
        fit.fit(table.samples(), pod, table.held(pod));
        double age = Math.max(0, (now - table.sampledAt(pod)) / 1e3);
        double[] expected = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            expected[i] = Growth.mean(fit.slope, Surprise.SECONDS[i] + age, config);
        }
        double size = Math.max(1, table.memory(pod));
        int middle = TIMES / 2;
        double share = of(table.kind(pod)).share(BOUND_RANK, Surprise.SECONDS[middle]);
        double bound = size + expected[middle] + share * size;
        return new Question(table.uid(pod), pod, now, size, expected, bound);
    }

    /**
     * Whether the question is still open. A pod that moved, stood still or is gone tells nothing.
     */
    private boolean look(Question question, long now) {
        int pod = question.pod;
        if (!table.present(pod)
                || table.paused(pod)
                || !table.uid(pod).equals(question.uid)
                || now < question.asked) {
            return false;
        }
        while (question.answered < TIMES
                && now - question.asked >= 1000L * Surprise.SECONDS[question.answered]) {
            int time = question.answered++;
            double residual =
                    (question.highest - question.size - question.expected[time]) / question.size;
            residuals(table.kind(pod))[time].add(residual);
            all[time].add(residual);
            if (time == TIMES / 2) {
                level(question.highest > TOLERANCE * question.bound);
            }
            learned++;
        }
        question.highest = Math.max(question.highest, table.memory(pod));
        return question.answered < TIMES;
    }

    private void level(boolean missed) {
        stretch *= Math.exp(LEARNING * ((missed ? 1 : 0) - MISS_GOAL));
        stretch = Math.clamp(stretch, LEAST_STRETCH, MOST_STRETCH);
    }

    private Residuals[] residuals(int kind) {
        return classes.computeIfAbsent(
                kind,
                _ -> {
                    Residuals[] fresh = new Residuals[TIMES];
                    for (int i = 0; i < TIMES; i++) {
                        fresh[i] = new Residuals(PER_CLASS);
                    }
                    return fresh;
                });
    }

    /** What is known of a class. */
    Surprise of(int kind) {
        Surprise known = surprises.get(kind);
        if (known == null) {
            known = learned == 0 ? Surprise.NONE : blend(kind, classes.get(kind));
            surprises.put(kind, known);
        }
        return known;
    }

    /** Few pods prove little, however often they were looked at. */
    private Surprise blend(int kind, Residuals @Nullable [] mine) {
        double siblings = podsOfClass.getOrDefault(kind, 0);
        double trusted = siblings / (siblings + CREDIBLE_PODS);
        double others = pods / (pods + CREDIBLE_PODS);
        double[][] shares = new double[TIMES][Residuals.RANKS.length];
        for (int time = 0; time < TIMES; time++) {
            double few = mine == null ? 0 : mine[time].size();
            double weight = trusted * few / (few + SHRINK);
            for (int rank = 0; rank < Residuals.RANKS.length; rank++) {
                double own = mine == null ? 0 : mine[time].quantile(rank);
                double share = weight * own + (1 - weight) * all[time].quantile(rank);
                double earlier = time == 0 ? 0 : shares[time - 1][rank];
                double lower = rank == 0 ? 0 : shares[time][rank - 1];
                shares[time][rank] = Math.max(others * stretch * share, Math.max(earlier, lower));
            }
        }
        return new Surprise(shares);
    }
}
