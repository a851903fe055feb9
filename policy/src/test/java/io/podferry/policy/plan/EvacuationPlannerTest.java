package io.podferry.policy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvacuationPlannerTest {
    private static final int INSTANCES = 1000;
    private static final double ALLOWED_GAP = 0.03;

    private static Evacuation fast(RandomEvacuations node) {
        return new EvacuationPlanner(
                        node.source(), node.departures(), RandomEvacuations.PAUSE_SECONDS)
                .best();
    }

    @Test
    void theFastChoiceIsNearlyAsCheapAsTheBestOne() {
        double[] gaps = new double[INSTANCES];
        for (int seed = 0; seed < INSTANCES; seed++) {
            RandomEvacuations node = RandomEvacuations.of(seed);
            double exact = node.exactCost();
            double fast = fast(node).cost();
            assertThat(fast).as("seed %d", seed).isGreaterThanOrEqualTo(exact - 1e-9);
            gaps[seed] = exact <= 1e-9 ? 0 : fast / exact - 1;
        }
        Arrays.sort(gaps);
        System.out.printf(
                Locale.ROOT,
                "fast choice against exact search, %d instances: gap %.2f %% in the median,"
                        + " %.2f %% at P95, %.1f %% at most%n",
                INSTANCES,
                100 * gaps[INSTANCES / 2],
                100 * gaps[INSTANCES * 95 / 100],
                100 * gaps[INSTANCES - 1]);
        assertThat(gaps[INSTANCES * 95 / 100]).isLessThanOrEqualTo(ALLOWED_GAP);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void beginningLaterNeverLowersTheRisk(long seed) {
        RandomEvacuations node = RandomEvacuations.of(seed);
        EvacuationPlanner planner =
                new EvacuationPlanner(
                        node.source(), node.departures(), RandomEvacuations.PAUSE_SECONDS);
        Evacuation now = planner.best();
        assertThat(planner.delayed(now, 0).riskAfter()).isEqualTo(now.riskAfter());
        Evacuation late = planner.delayed(now, 10);
        assertThat(late.riskAfter()).isGreaterThanOrEqualTo(now.riskAfter());
        assertThat(late.endSeconds()).isGreaterThanOrEqualTo(now.endSeconds());
    }

    @Test
    void severalMovesArePlannedWhereOneGainsLittle() {
        long several = 0;
        for (long seed = 0; seed < 200; seed++) {
            several += fast(RandomEvacuations.of(seed)).steps().size() > 1 ? 1 : 0;
        }
        assertThat(several).isPositive();
    }
}
