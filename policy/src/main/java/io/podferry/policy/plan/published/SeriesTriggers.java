package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.plan.PlanningInput;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** The triggers that look at a node's last samples. */
final class SeriesTriggers {
    private SeriesTriggers() {}

    /** A trigger over the series of a node. */
    private record OverSeries(
            NodeMemory memory, BiFunction<NodeSnapshot, NodeMemory.Ring, Optional<Alarm>> rule)
            implements Trigger {
        @Override
        public void observe(NodeSnapshot node, PlanningInput input) {
            memory.note(node);
        }

        @Override
        public Optional<Alarm> check(NodeSnapshot node, PlanningInput input) {
            return rule.apply(node, memory.of(node));
        }
    }

    /** The least squares line over the window crosses what is usable within the time. */
    static Trigger line(Duration window, Duration within) {
        return new OverSeries(
                new NodeMemory(64),
                (node, ring) -> {
                    int from = 0;
                    int last = ring.size() - 1;
                    while (from < last
                            && ring.seconds(last) - ring.seconds(from) > window.toSeconds()) {
                        from++;
                    }
                    if (last - from < 2) {
                        return Optional.empty();
                    }
                    double slope = slope(ring, from);
                    double then = ring.bytes(last) + slope * within.toSeconds();
                    return alarm(
                            then - node.usable().bytes(),
                            "the line crosses the limit within %d s".formatted(within.toSeconds()));
                });
    }

    private static double slope(NodeMemory.Ring ring, int from) {
        int count = ring.size() - from;
        double meanTime = 0;
        double mean = 0;
        for (int i = from; i < ring.size(); i++) {
            meanTime += ring.seconds(i) / count;
            mean += ring.bytes(i) / count;
        }
        double products = 0;
        double squares = 0;
        for (int i = from; i < ring.size(); i++) {
            products += (ring.seconds(i) - meanTime) * (ring.bytes(i) - mean);
            squares += (ring.seconds(i) - meanTime) * (ring.seconds(i) - meanTime);
        }
        return squares == 0 ? 0 : products / squares;
    }

    /**
     * Sandpiper: {@code k} of the last {@code n} samples and the next one of an AR(1) model exceed
     * the threshold.
     */
    static Trigger kOfNAndNext(double threshold, int k, int n) {
        return new OverSeries(
                new NodeMemory(32),
                (node, ring) -> {
                    double limit = threshold * node.usable().bytes();
                    double[] values = ring.values();
                    int above = 0;
                    for (int i = Math.max(0, values.length - n); i < values.length; i++) {
                        above += values[i] > limit ? 1 : 0;
                    }
                    return above < k || Statistics.nextOfAr1(values) <= limit
                            ? Optional.empty()
                            : alarm(
                                    Shares.above(node, threshold),
                                    "%d of %d samples and the forecast are high"
                                            .formatted(above, n));
                });
    }

    /** Beloglazov: the local regression's next value, times the safety, reaches what is usable. */
    static Trigger localRegression(double safety) {
        return new OverSeries(
                new NodeMemory(10),
                (node, ring) -> {
                    double[] values = ring.values();
                    if (values.length < 10) {
                        return Optional.empty();
                    }
                    double next = safety * Statistics.nextOfLocalRegression(values);
                    return alarm(
                            next - node.usable().bytes(),
                            String.format(
                                    Locale.ROOT,
                                    "local regression x %.1f reaches the limit",
                                    safety));
                });
    }

    /** Beloglazov: use exceeds 1 - safety x median absolute deviation. */
    static Trigger medianDeviation(double safety) {
        return new OverSeries(
                new NodeMemory(12),
                (node, ring) -> {
                    double[] values = ring.values();
                    if (values.length < 12) {
                        return Optional.empty();
                    }
                    double limit =
                            node.usable().bytes() - safety * Statistics.medianDeviation(values);
                    return alarm(
                            node.memory().bytes() - limit,
                            String.format(
                                    Locale.ROOT, "use is within %.1f MAD of the limit", safety));
                });
    }

    private static Optional<Alarm> alarm(double excess, String reason) {
        return excess <= 0 ? Optional.empty() : Optional.of(new Alarm(excess, reason));
    }
}
