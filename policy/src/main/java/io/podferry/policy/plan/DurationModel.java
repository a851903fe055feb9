package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long a move takes: {@code fixed + size x rate}, learned from finished moves per pair of nodes
 * and shrunk to all pairs together. The start is deliberately slow (0.5 s + 1.5 s/GiB) and, as
 * nothing is known of the machines yet, taken to be exceeded up to 2.5 times. Upper quantiles come
 * from the largest recent ratio of real to expected. Not thread-safe.
 */
public final class DurationModel {
    private static final double LEARNING = 0.3;
    private static final double FIRST_MARGIN = 2.5;
    private static final double LEAST_MARGIN = 1.1;
    private static final double MOST_SLOWNESS = 20;

    private final double fixedSeconds;
    private final double secondsPerGibibyte;
    private final Pair all = new Pair(1, FIRST_MARGIN);
    private final Map<String, Pair> pairs = new TreeMap<>();

    /** Ratio to the prior, and how far single moves exceed it. */
    private static final class Pair {
        private double slowness;
        private double margin;
        private int moves;

        private Pair(double slowness, double margin) {
            this.slowness = slowness;
            this.margin = margin;
        }

        private void learn(double ratio) {
            double exceeded = ratio / slowness;
            moves++;
            slowness += Math.max(LEARNING, 1.0 / (moves + 1)) * (ratio - slowness);
            margin =
                    exceeded > margin
                            ? exceeded
                            : Math.max(LEAST_MARGIN, margin + 0.1 * (exceeded - margin));
        }
    }

    public DurationModel(Duration fixed, Duration perGibibyte) {
        this.fixedSeconds = fixed.toNanos() / 1e9;
        this.secondsPerGibibyte = perGibibyte.toNanos() / 1e9;
    }

    /** With the conservative prior. */
    public DurationModel() {
        this(Duration.ofMillis(500), Duration.ofMillis(1500));
    }

    /** A move of this size has finished and took this long from its plan to the running clone. */
    public void learn(NodeName source, NodeName target, DataSize size, Duration took) {
        double ratio = Math.clamp(took.toNanos() / 1e9 / prior(size), 0.05, MOST_SLOWNESS);
        pairs.computeIfAbsent(key(source, target), _ -> new Pair(all.slowness, all.margin))
                .learn(ratio);
        all.learn(ratio);
    }

    /** Expected duration. */
    public Duration expected(NodeName source, NodeName target, DataSize size) {
        return seconds(prior(size) * pair(source, target).slowness);
    }

    /** Duration that is rarely exceeded. */
    public Duration upper(NodeName source, NodeName target, DataSize size) {
        Pair pair = pair(source, target);
        return seconds(prior(size) * pair.slowness * pair.margin);
    }

    /** Duration that is rarely exceeded, between whichever nodes. */
    public Duration slowest(DataSize size) {
        double factor = all.slowness * all.margin;
        for (Pair pair : pairs.values()) {
            factor = Math.max(factor, pair.slowness * pair.margin);
        }
        return seconds(prior(size) * factor);
    }

    /** Time per byte of a large move that is rarely exceeded, between usual nodes; seconds. */
    public double secondsPerByte() {
        return secondsPerGibibyte * all.slowness * all.margin / (1L << 30);
    }

    private Pair pair(NodeName source, NodeName target) {
        Pair pair = pairs.get(key(source, target));
        return pair == null ? all : pair;
    }

    private double prior(DataSize size) {
        return fixedSeconds + secondsPerGibibyte * size.gibibytes();
    }

    private static String key(NodeName source, NodeName target) {
        return source + " " + target;
    }

    private static Duration seconds(double value) {
        return Duration.ofNanos(Math.round(value * 1e9));
    }
}
