package io.podferry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest(name = "{0} MB, {1} s left, then {2} s: begins {3}, goes on {4}")
    @CsvSource({
        "  30, 1000, 1000, true,  true",
        "  30,  3.5,  3.3, true,  true",
        "  30,  3.5,  3.1, true,  false",
        "  30,  3.3,  9.0, false, true",
        "3000,   40,   40, false, true",
        "3000,   50,   24, true,  true",
        "3000,   50,   20, true,  false",
    })
    void copiesOnlyWhenTheNodeLastsUntilAllIsDone(
            long megabytes, double before, double later, boolean begins, boolean goesOn) {
        double[] left = {before};
        CopyBudget budget =
                new CopyBudget(
                        megabytes * 1_000_000, () -> Duration.ofMillis((long) (left[0] * 1e3)));
        assertThat(budget.lasts()).isEqualTo(begins);
        left[0] = later;
        assertThat(budget.lasts()).isEqualTo(goesOn);
    }

    @ParameterizedTest(name = "{0} MiB: {1} s left")
    @CsvSource({
        "'100',               0",
        "'100 100 100',       31536000",
        "'100 200 300',       7",
        "'100 300 300 300',   3.5",
        "'100 300 300 300 300 300 300', 31536000",
        "'100 1000',          0",
    })
    void theSteepestOfTheLastIntervalsCounts(String readings, double seconds) {
        MemoryTrend trend = new MemoryTrend();
        long at = 0;
        for (String reading : readings.split(" ")) {
            trend.add(Long.parseLong(reading), at);
            at += SECOND;
        }
        assertThat(trend.timeLeft(1000)).isEqualTo(Duration.ofMillis((long) (seconds * 1e3)));
    }

    /** Two readings of one moment would show any growth, or none at all. */
    @ParameterizedTest(name = "{0} ms after the first reading")
    @CsvSource({"0", "99"})
    void readingsThatAreTooCloseAreLeftOut(long millis) {
        MemoryTrend trend = new MemoryTrend();
        trend.add(100, 0);
        trend.add(200, millis * 1_000_000);
        assertThat(trend.timeLeft(1000)).isEqualTo(Duration.ZERO);
        trend.add(200, SECOND);
        assertThat(trend.timeLeft(1000)).isEqualTo(Duration.ofSeconds(8));
    }
}
