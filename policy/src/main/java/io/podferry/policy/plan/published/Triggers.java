package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The triggers that need little or no memory. */
final class Triggers {
    private Triggers() {}

    /** Less than this much memory is available: the kubelet's hard eviction signal. */
    static Trigger available(DataSize least) {
        return (node, _) -> {
            DataSize available = node.headroom();
            return available.compareTo(least) >= 0
                    ? Optional.empty()
                    : Optional.of(
                            new Alarm(
                                    least.minusOrZero(available).bytes(),
                                    "%s available, less than %s".formatted(available, least)));
        };
    }

    /** 5 % of the joint futures see exhaustion within the time. */
    static Trigger exhaustionWithin(Duration time) {
        return (node, input) -> {
            NodeRisk risk = input.futures().report().nodes().get(node.name());
            return Optional.ofNullable(risk)
                    .flatMap(NodeRisk::exhaustionQ05)
                    .filter(at -> at.compareTo(time) <= 0)
                    .map(at ->
                            new Alarm(
                                    shortage(node, input),
                                    "exhaustion is near: %.1f s".formatted(at.toMillis() / 1e3)));
        };
    }

    private static double shortage(NodeSnapshot node, PlanningInput input) {
        NodeRisk risk = input.futures().report().nodes().get(node.name());
        return risk == null ? 0 : Math.max(0, (double) risk.q50().bytes() - node.usable().bytes());
    }

    /** The used share is above the mark in so many looks running; looks are {@code every} apart. */
    static Trigger running(double high, int looks, Duration every) {
        return new Trigger() {
            private final Map<NodeName, Integer> above = new HashMap<>();
            private final Cadence cadence = new Cadence(every);
            private boolean looking;
            private long tick = Long.MIN_VALUE;

            @Override
            public void observe(NodeSnapshot node, PlanningInput input) {
                long now = input.cluster().takenAt().toEpochMilli();
                if (now != tick) {
                    tick = now;
                    looking = cadence.due(input.cluster().takenAt());
                }
                if (looking) {
                    boolean high1 = Shares.used(node) > high;
                    above.merge(node.name(), high1 ? 1 : 0, (old, one) -> one == 0 ? 0 : old + 1);
                }
            }

            @Override
            public Optional<Alarm> check(NodeSnapshot node, PlanningInput input) {
                int seen = above.getOrDefault(node.name(), 0);
                return seen < looks
                        ? Optional.empty()
                        : Optional.of(
                                new Alarm(
                                        Shares.above(node, high),
                                        String.format(
                                                Locale.ROOT,
                                                "above %.0f%% in %d looks running",
                                                100 * high,
                                                seen)));
            }
        };
    }

    /** An exponentially weighted mean of the used share is above the mark. */
    static Trigger smoothed(double high, double kept, Duration every) {
        return new Trigger() {
            private final Map<NodeName, Double> means = new HashMap<>();
            private final Cadence cadence = new Cadence(every);
            private boolean looking;
            private long tick = Long.MIN_VALUE;

            @Override
            public void observe(NodeSnapshot node, PlanningInput input) {
                long now = input.cluster().takenAt().toEpochMilli();
                if (now != tick) {
                    tick = now;
                    looking = cadence.due(input.cluster().takenAt());
                }
                if (looking) {
                    means.merge(
                            node.name(),
                            Shares.used(node),
                            (old, used) -> kept * old + (1 - kept) * used);
                }
            }

            @Override
            public Optional<Alarm> check(NodeSnapshot node, PlanningInput input) {
                double mean = means.getOrDefault(node.name(), 0.0);
                return mean <= high
                        ? Optional.empty()
                        : Optional.of(
                                new Alarm(
                                        (mean - high) * node.usable().bytes(),
                                        String.format(
                                                Locale.ROOT,
                                                "smoothed use %.0f%%, above %.0f%%",
                                                100 * mean,
                                                100 * high)));
            }
        };
    }

    /** Memory pressure stays above the mark for a time, as systemd-oomd watches it. */
    static Trigger pressure(double percent, Duration lasting) {
        return new Trigger() {
            private final Map<NodeName, Long> since = new HashMap<>();

            @Override
            public void observe(NodeSnapshot node, PlanningInput input) {
                if (node.pressureSome10().orElse(0) > percent) {
                    since.putIfAbsent(node.name(), input.cluster().takenAt().toEpochMilli());
                } else {
                    since.remove(node.name());
                }
            }

            @Override
            public Optional<Alarm> check(NodeSnapshot node, PlanningInput input) {
                Long began = since.get(node.name());
                long now = input.cluster().takenAt().toEpochMilli();
                return began == null || now - began < lasting.toMillis()
                        ? Optional.empty()
                        : Optional.of(
                                new Alarm(
                                        0,
                                        String.format(
                                                Locale.ROOT,
                                                "pressure above %.0f%% for %d s",
                                                percent,
                                                (now - began) / 1000)));
            }
        };
    }
}
