package io.podferry.simulations.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.podferry.policy.units.DataSize;
import io.podferry.simulations.trace.TraceSet;
import io.podferry.simulations.workload.Generators;
import io.podferry.simulations.workload.TraceWorkload;
import io.podferry.simulations.world.RunConfig;
import io.podferry.simulations.world.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
    private static final double GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({"0.8", "1.0", "1.2", "1.5"})
    void aDemandRatioIsMetWithinThreePercent(double ratio) {
        Scaling scaling =
                Scaling.of(
                        878 * GIB,
                        DataSize.ofGibibytes(320),
                        OptionalInt.empty(),
                        OptionalDouble.of(ratio));

        assertThat(scaling.copies() * 878 / (scaling.nodes() * 320))
                .isCloseTo(ratio, within(0.03 * ratio));
    }

    @Test
    void withNodesAndRatioAPartOfTheTracesIsPlayed() {
        assertThat(
                        Scaling.of(
                                100 * GIB,
                                DataSize.ofGibibytes(10),
                                OptionalInt.of(4),
                                OptionalDouble.of(0.5)))
                .isEqualTo(new Scaling(4, 0.2));
        assertThat(
                        Scaling.of(
                                100 * GIB,
                                DataSize.ofGibibytes(10),
                                OptionalInt.empty(),
                                OptionalDouble.empty()))
                .isEqualTo(new Scaling(16, 1));
    }

    @Test
    void anIntervalHoldsTheMeanAndANoiselessDifferenceExcludesZero() {
        Bootstrap.Interval interval = Bootstrap.mean(new double[] {1, 2, 3, 4, 5});

        assertThat(interval.low()).isLessThan(3);
        assertThat(interval.mean()).isEqualTo(3);
        assertThat(interval.high()).isGreaterThan(3);
        assertThat(Bootstrap.difference(new double[] {3, 4}, new double[] {1, 2}).excludesZero())
                .isTrue();
        assertThat(Bootstrap.difference(new double[] {1, 4}, new double[] {2, 2}).excludesZero())
                .isFalse();
    }

    @Test
    void anUnknownPolicyIsRefusedWithTheNearestName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyCatalog.require("clairvoyent"))
                .withMessage("unknown policy 'clairvoyent'. Maybe 'clairvoyant'?");
    }

    @Test
    void allStandsForEveryPolicyAndAblationsAreKnownByName() {
        assertThat(PolicyCatalog.expand(List.of("default", "all", "default-without-prices")))
                .startsWith("default")
                .contains("none", "clairvoyant")
                .endsWith("default-without-prices")
                .doesNotHaveDuplicates();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyCatalog.expand(List.of("default-without-price")))
                .withMessage(
                        "unknown policy 'default-without-price'. Maybe 'default-without-prices'?");
    }

    private static RunConfig nodes(int number) {
        RunConfig usual = RunConfig.DEFAULT;
        return new RunConfig(
                number,
                usual.nodeMemory(),
                usual.moveSecondsPerGb(),
                usual.moveFixed(),
                usual.failingMoves(),
                usual.samplePeriod(),
                usual.sampleDelay(),
                usual.sampleGaps(),
                usual.decideEvery(),
                usual.step(),
                usual.swap(),
                usual.evictionThreshold(),
                usual.judgeEvery());
    }

    /** A part that could not be taken out would show as the very same run. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hysteresis",
                "lead-rule",
                "prices",
                "neighbours",
                "damping",
                "class-history",
                "own-history",
                "learned-durations",
                "cool-down"
            })
    void anAblatedPolicyActsDifferently(String part) {
        assertThat(crowded("default-without-" + part)).isNotEqualTo(Usual.BYTES_MOVED);
    }

    /** What the whole policy does there, played once for all. */
    private static final class Usual {
        static final double BYTES_MOVED = crowded("default");
    }

    /** Bytes that a policy moves among solvers that have too few nodes. */
    private static double crowded(String policy) {
        Experiment experiment =
                new Experiment(
                        "solvers",
                        new TraceWorkload(Generators.make("solvers", 200, 1, 3)),
                        1,
                        nodes(3),
                        List.of("default"),
                        1);
        return Campaign.play(experiment, policy, 1, Timeline.NONE).bytesMoved();
    }

    @Test
    void aComparisonIsTheSameWhateverTheNumberOfThreads() throws InterruptedException {
        RunConfig config = RunConfig.DEFAULT;
        Experiment experiment =
                new Experiment(
                        "solvers",
                        new TraceWorkload(Generators.make("solvers", 30, 0.5, 3)),
                        1,
                        config,
                        List.of("none"),
                        2);
        AtomicInteger runs = new AtomicInteger();

        Comparison one =
                new Campaign(1, RunStore.none(), (_, _) -> runs.incrementAndGet()).play(experiment);
        Comparison two = new Campaign(2, RunStore.none(), (_, _) -> {}).play(experiment);

        assertThat(SummaryJson.of(one)).isEqualTo(SummaryJson.of(two));
        assertThat(runs.get()).isEqualTo(4);
        assertThat(SummaryJson.of(one).get("policies").get(0).fieldNames())
                .toIterable()
                .startsWith(
                        "policy",
                        "kills",
                        "unavoidableKills",
                        "killsPer1000PodHours",
                        "lostPodSeconds",
                        "moves",
                        "bytesMoved",
                        "downtimeSeconds",
                        "falseAlarmsPerNodeDay",
                        "coverage05",
                        "regret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"solvers", "services", "leaks", "mixed"})
    void generatorsAreDeterministicAndStayWithinWhatIsPublished(String kind) {
        TraceSet set = Generators.make(kind, 60, 2, 5);
        TraceSet again = Generators.make(kind, 60, 2, 5);

        assertThat(set.points()).isEqualTo(again.points());
        assertThat(set.pods())
                .hasSize(60)
                .allSatisfy(p -> assertThat(p.peakBytes()).isBetween(1e7, 280 * GIB));
    }

    /** Published: 5.8 GiB per minute at the 99th percentile, 52.7 GiB at most. */
    @Test
    void solversGrowAsFastAsThePublishedOnes() {
        List<Double> increments = new ArrayList<>();
        Generators.make("solvers", 400, 4, 1)
                .pods()
                .forEach(pod -> {
                    for (long t = 60_000; t <= pod.durationMillis(); t += 60_000) {
                        increments.add((pod.bytesAt(t) - pod.bytesAt(t - 60_000)) / GIB);
                    }
                });
        increments.sort(Double::compare);

        assertThat(increments.get((int) (0.99 * increments.size()))).isBetween(3.0, 9.0);
        assertThat(increments.getLast()).isBetween(15.0, 60.0);
    }
}
