package io.podferry.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.telemetry.ClusterTable;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrendFitTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double MIB = 1 << 20;

    private final ClusterTable table = new ClusterTable();
    private int row;

    /** Feeds samples of a curve in MiB, one per period. */
    private void feed(int samples, double period, DoubleUnaryOperator mebibytes) {
        for (int i = 0; i < samples; i++) {
            Instant at = START.plusMillis(Math.round(i * period * 1e3));
            table.begin(at);
            long bytes = Math.round(mebibytes.applyAsDouble(i * period) * MIB);
            row =
                    table.pod(
                            new PodSnapshot(
                                    new PodUid("p"),
                                    Optional.empty(),
                                    "default/p",
                                    new NodeName("n"),
                                    "class",
                                    Map.of(),
                                    DataSize.ofBytes(bytes),
                                    at,
                                    Optional.of(DataSize.ofGibibytes(8)),
                                    START,
                                    List.of()));
        }
    }

    private double slope() {
        TrendFit fit = new TrendFit();
        fit.fit(table.samples(), row, false);
        return fit.slope / MIB;
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 200", "4, 0.2, 200", "10, 1, 20", "64, 1, 5", "30, 60, 0.5"})
    void aRampIsKnownFromThreeSamplesOn(int samples, double period, double rate) {
        feed(samples, period, t -> 100 + rate * t);
        assertThat(slope()).isCloseTo(rate, within(rate / 50));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 60"})
    void twoSamplesAreNoRamp(int samples, double period) {
        feed(samples, period, t -> 100 + 50 * t);
        assertThat(slope()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "5, 60", "60, 600"})
    void aSingleStepIsNoRamp(double period, double stepAt) {
        feed(40, period, t -> t < stepAt ? 500 : 900);
        assertThat(slope()).isCloseTo(0, within(0.5));
    }

    @Test
    void aRampThatBeginsAfterALongCalmIsKnownWithinAFewSamples() {
        feed(44, 1, t -> t < 40 ? 500 : 500 + 100 * (t - 40));
        assertThat(slope()).isCloseTo(100, within(10.0));
    }

    @Test
    void noiseIsNotGrowth() {
        SplittableRandom random = new SplittableRandom(3);
        feed(64, 1, _ -> 500 + random.nextDouble(-20, 20));
        assertThat(Math.abs(slope())).isLessThan(1.5);
    }

    @Test
    void theFiguresOfTheScreenBoundEveryPath() {
        SplittableRandom random = new SplittableRandom(9);
        for (int run = 0; run < 200; run++) {
            double rate = random.nextDouble(0, 40);
            double noise = random.nextDouble(0, 30);
            feed(
                    random.nextInt(2, 60),
                    random.nextDouble(0.2, 30),
                    t -> 100 + rate * (t % 180) + random.nextDouble(0, noise + 0.001));
            Instant now = Instant.ofEpochMilli(table.sampledAt(row));
            ForecastTable forecasts =
                    new ForecastTable(
                            table,
                            ForecastConfig.DEFAULT,
                            Duration.ofSeconds(120),
                            Duration.ofSeconds(30));
            forecasts.update();
            PodForecast forecast = forecasts.of(row, now.plusSeconds(20));
            double last = 0;
            for (int i = 0; i < 64; i++) {
                double rank = (i + 0.5) / 64;
                double bytes = forecast.bytes(rank, 120);
                assertThat(bytes).as("not decreasing in rank").isGreaterThanOrEqualTo(last);
                assertThat(bytes)
                        .as("rank %s", rank)
                        .isLessThanOrEqualTo(forecasts.steepest(row) * 1.000001);
                assertThat(bytes).isLessThanOrEqualTo(DataSize.ofGibibytes(8).bytes() * 1.0);
                last = bytes;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 10, 60})
    void theFastFitIsThatOfTheDefinition(double period) {
        SplittableRandom random = new SplittableRandom(11);
        TrendFit fit = new TrendFit();
        for (int series = 0; series < 60; series++) {
            double noise = random.nextInt(3) * random.nextDouble(30);
            double rate = random.nextDouble(-5, 8) / period;
            double kink = random.nextDouble(40) * period;
            for (int samples = 1; samples <= 40; samples++) {
                TrendFitTest one = new TrendFitTest();
                one.feed(
                        samples,
                        period,
                        t ->
                                3000
                                        + rate * t
                                        + Math.max(0, t - kink) * 4 * rate
                                        + Math.round(noise * random.nextGaussian()));
                boolean held = series % 4 == 0;
                fit.fit(one.table.samples(), one.row, held);
                assertThat(fit.toTrend())
                        .as("series %d, %d samples, held %s", series, samples, held)
                        .isEqualTo(PlainTrendFit.of(one.table.samples(), one.row, held));
            }
        }
    }
}
