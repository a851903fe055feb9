package io.podferry.policy.plan.published;

import io.podferry.policy.plan.Policy;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The published systems by name, each made afresh: some remember what they saw. */
public final class PublishedPolicies {
    private static final Duration CONTINUOUS = Duration.ZERO;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final double FULL = 0.95;

    private PublishedPolicies() {}

    /** All of them. */
    public static Map<String, Supplier<Policy>> all() {
        Map<String, Supplier<Policy>> all = new TreeMap<>();
        evicting(all);
        forecasting(all);
        beloglazov(all);
        for (ElcheadSelector selector : ElcheadSelector.values()) {
            for (boolean slope : new boolean[] {true, false}) {
                String name = "elchead-" + selector.text() + (slope ? "" : "-threshold");
                all.put(
                        name,
                        () ->
                                new ElcheadPolicy(
                                        name, selector, slope, ElcheadDefects.AS_PUBLISHED));
            }
        }
        return all;
    }

    private static void evicting(Map<String, Supplier<Policy>> all) {
        add(
                all,
                "kubelet",
                TEN_SECONDS,
                () -> Triggers.available(DataSize.ofMebibytes(100)),
                Selectors.aboveRequest(),
                Placers.mostFree(1),
                Remedy.EVICT);
        add(
                all,
                "descheduler",
                FIVE_MINUTES,
                () -> Triggers.smoothed(0.8, 0.9, Duration.ofSeconds(5)),
                Selectors.untilCovered(Selectors.SMALLEST),
                Placers.underUsed(0.4, 0.8),
                Remedy.EVICT_WITH_RESERVATION);
        add(
                all,
                "koordinator",
                TEN_SECONDS,
                () -> Triggers.running(0.8, 5, TEN_SECONDS),
                Selectors.untilCovered(Selectors.LARGEST),
                Placers.underUsed(0.55, 0.8),
                Remedy.EVICT_WITH_RESERVATION);
        add(
                all,
                "psi",
                CONTINUOUS,
                () -> Triggers.pressure(60, Duration.ofSeconds(30)),
                Selectors.first(Selectors.LARGEST),
                Placers.mostFree(1),
                Remedy.EVICT);
        add(
                all,
                "vpa",
                Duration.ofMinutes(1),
                VpaTrigger::new,
                Selectors.first(Selectors.LARGEST),
                Placers.mostFree(FULL),
                Remedy.EVICT_WITH_RESERVATION);
        add(
                all,
                "kill-cheapest",
                CONTINUOUS,
                () -> Triggers.exhaustionWithin(Duration.ofSeconds(15)),
                Selectors.leastLostWork(),
                Placers.mostFree(1),
                Remedy.EVICT);
    }

    private static void forecasting(Map<String, Supplier<Policy>> all) {
        add(
                all,
                "predict-linear",
                TEN_SECONDS,
                () -> SeriesTriggers.line(Duration.ofMinutes(5), FIVE_MINUTES),
                Selectors.steepest(FIVE_MINUTES),
                Placers.mostFree(FULL),
                Remedy.MOVE);
        add(
                all,
                "sandpiper",
                TEN_SECONDS,
                () -> SeriesTriggers.kOfNAndNext(0.85, 3, 5),
                Selectors.volumeToSize(),
                Placers.mostFree(0.85),
                Remedy.MOVE);
        add(
                all,
                "n-sigma",
                TEN_SECONDS,
                () -> new NSigmaTrigger(5),
                Selectors.untilCovered(Selectors.SMALLEST),
                Placers.mostFree(0.9),
                Remedy.MOVE);
    }

    private static void beloglazov(Map<String, Supplier<Policy>> all) {
        Map<String, Supplier<Trigger>> triggers =
                Map.of(
                        "lr", () -> SeriesTriggers.localRegression(1.2),
                        "mad", () -> SeriesTriggers.medianDeviation(2.5));
        Map<String, Selector> selectors =
                Map.of(
                        "mmt", Selectors.untilCovered(Selectors.SMALLEST),
                        "rs", Selectors.random(7),
                        "mc", Selectors.maximumCorrelation());
        triggers.forEach((test, trigger) ->
                selectors.forEach((choice, selector) ->
                        add(
                                all,
                                "beloglazov-" + test + "-" + choice,
                                TEN_SECONDS,
                                trigger,
                                selector,
                                Placers.bestFit(0.8),
                                Remedy.MOVE)));
        add(
                all,
                "beloglazov",
                TEN_SECONDS,
                () -> SeriesTriggers.localRegression(1.2),
                Selectors.untilCovered(Selectors.SMALLEST),
                Placers.bestFit(0.8),
                Remedy.MOVE);
    }

    private static void add(
            Map<String, Supplier<Policy>> all,
            String name,
            Duration period,
            Supplier<Trigger> trigger,
            Selector selector,
            Placer placer,
            Remedy remedy) {
        all.put(
                name,
                () -> new ComposedPolicy(name, period, trigger.get(), selector, placer, remedy));
    }
}
