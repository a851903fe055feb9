package io.podferry.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The screen is sound: whatever a pod does, its bound is not below its steepest path. */
class StepBoundTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 4.9, 10, 60})
    void theBoundIsNeverBelowTheSteepestPath(double period) {
        for (int seed = 0; seed < 40; seed++) {
            play(new SplittableRandom(seed), period, seed);
        }
    }

    private static void play(SplittableRandom random, double period, int seed) {
        ClusterTable table = new ClusterTable();
        ForecastTable forecasts =
                new ForecastTable(
                        table,
                        ForecastConfig.DEFAULT,
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(30));
        double level = random.nextDouble(10, 20_000);
        double rate = random.nextDouble(-1, 2) * random.nextInt(3) * level / 300;
        double noise = random.nextInt(3) * random.nextDouble(level / 50);
        double seconds = 0;
        for (int i = 0; i < 120; i++) {
            seconds += period * (random.nextInt(20) == 0 ? random.nextInt(1, 9) : 1);
            rate *= random.nextInt(30) == 0 ? random.nextDouble(-3, 3) : 1;
            level = random.nextInt(40) == 0 ? level / 3 : Math.max(5, level + rate * period);
            Instant at = START.plusMillis(Math.round(seconds * 1e3));
            table.begin(at);
            int row = table.pod(pod(level + noise * random.nextDouble(), at));
            forecasts.update();
            float bound = forecasts.bound(row);
            assertThat(bound)
                    .as("seed %d, sample %d", seed, i)
                    .isGreaterThanOrEqualTo(forecasts.steepest(row));
        }
    }

    private static PodSnapshot pod(double mebibytes, Instant at) {
        return new PodSnapshot(
                new PodUid("p"),
                Optional.empty(),
                "default/p",
                new NodeName("n"),
                "class",
                Map.of(),
                DataSize.ofBytes(Math.round(mebibytes * MIB)),
                at,
                Optional.empty(),
                START,
                List.of());
    }
}
