package io.podferry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingPaceTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest(name = "{0} MiB growing by {1} MiB/s towards 4096 MiB: {2} ms")
    @CsvSource({
        "100, 0, 10000",
        "100, 1, 10000",
        "100, 10, 1000",
        "100, 200, 200",
        "3000, 0, 1000",
        "3000, 10, 1000",
        "3000, 100, 200",
        "4095, 1, 200",
        "5000, 1, 200",
        "3000, -10, 1000",
    })
    void theNearerTheLimitTheFaster(long at, long perSecond, long expectedMillis) {
        SamplingPace pace = new SamplingPace(SamplingPace.CALM);
        pace.next((at - perSecond) * MIB, 4096 * MIB, 0);
        assertThat(pace.next(at * MIB, 4096 * MIB, 1_000_000_000)).isEqualTo(Duration.ofMillis(expectedMillis));
    }
}
