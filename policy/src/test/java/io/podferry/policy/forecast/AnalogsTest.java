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
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a pod, or an earlier pod of its name, did before is part of the forecast. */
class AnalogsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final NodeName NODE = new NodeName("node-1");
    private static final Duration MINUTES_4 = Duration.ofMinutes(4);

    private final ClusterTable table = new ClusterTable();
    private final ForecastTable forecasts =
            new ForecastTable(
                    table, ForecastConfig.DEFAULT, Duration.ofMinutes(2), Duration.ofSeconds(30));
    private int second;

    /** Ten minutes of plateaus: 10 GiB more within a minute, then two minutes of rest. */
    private static double stairs(double seconds) {
        double inStair = seconds % 180;
        return 10 * (Math.floor(seconds / 180) + Math.min(1, inStair / 60));
    }

    private void play(String uid, int seconds, DoubleUnaryOperator gibibytes) {
        int row = -1;
        for (int t = 0; t <= seconds; t += 5) {
            Instant now = START.plusSeconds(second);
            table.begin(now);
            int node = table.node(NODE);
            DataSize size = DataSize.ofMebibytes(Math.round(1024 * gibibytes.applyAsDouble(t)));
            table.nodeSample(node, 1L << 38, size.bytes(), now.toEpochMilli(), Double.NaN, true);
            row = table.pod(pod(uid, size, now));
            forecasts.update();
            second += 5;
        }
        lastRow = row;
    }

    private int lastRow;

    private static PodSnapshot pod(String uid, DataSize size, Instant now) {
        return new PodSnapshot(
                new PodUid(uid),
                Optional.empty(),
                "solver",
                NODE,
                "solver",
                Map.of(),
                size,
                now,
                Optional.empty(),
                START,
                List.of());
    }

    private double upper(Duration ahead) {
        return forecasts
                .of(lastRow, START.plusSeconds(second - 5L))
                .quantile(0.95, ahead)
                .gibibytes();
    }

    @Test
    void aPodOnAPlateauMayRiseAsItDidBefore() {
        play("solver-1", 710, AnalogsTest::stairs);
        assertThat(stairs(710)).isEqualTo(40);
        assertThat(upper(MINUTES_4)).isGreaterThan(48);
    }

    @Test
    void aPodThatHasAlwaysBeenFlatStaysSo() {
        play("solver-1", 710, _ -> 40);
        assertThat(upper(MINUTES_4)).isCloseTo(40, within(0.1));
    }

    @Test
    void aPodThatComesAgainIsExpectedToDoWhatItDid() {
        play("solver-1", 600, AnalogsTest::stairs);
        table.begin(START.plusSeconds(second));
        table.podGone(lastRow);
        second += 10;
        play("solver-2", 100, AnalogsTest::stairs);
        assertThat(upper(MINUTES_4)).isGreaterThan(15);
    }
}
