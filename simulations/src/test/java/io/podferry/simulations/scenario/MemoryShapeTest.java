package io.podferry.simulations.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryShapeTest {
    private static final DataSize BASE = DataSize.ofMebibytes(50);
    private static final DataSize PEAK = DataSize.ofMebibytes(100);
    private static final GrowthRate RATE = new GrowthRate(10 * 1024 * 1024);
    private static final Duration PERIOD = Duration.ofSeconds(4);
    private static final Map<String, MemoryShape> SHAPES =
            Map.of(
                    "steady", new MemoryShape.Steady(BASE, RATE, PEAK),
                    "steps", new MemoryShape.Steps(BASE, DataSize.ofMebibytes(20), PERIOD, PEAK),
                    "saw-tooth", new MemoryShape.SawTooth(BASE, PEAK, PERIOD),
                    "runaway", new MemoryShape.Runaway(BASE, RATE, Duration.ofSeconds(1), PEAK));

    @ParameterizedTest(name = "{0} after {1} s: {2} MiB")
    @CsvSource({
        "steady, 0, 50",
        "steady, 2, 70",
        "steady, 60, 100",
        "steps, 3.9, 50",
        "steps, 4, 70",
        "steps, 8, 90",
        "steps, 60, 100",
        "saw-tooth, 0, 50",
        "saw-tooth, 2, 75",
        "saw-tooth, 4, 50",
        "saw-tooth, 6, 75",
        "runaway, 0, 50",
        "runaway, 1, 64.43",
        "runaway, 2, 93.28",
        "runaway, 60, 100",
    })
    void memoryFollowsTheWorkDone(String shape, double seconds, double mebibytes) {
        DataSize memory =
                Objects.requireNonNull(SHAPES.get(shape))
                        .at(Duration.ofMillis(Math.round(seconds * 1000)));
        assertThat(memory.mebibytes()).isCloseTo(mebibytes, offset(0.01));
    }

    @Test
    void aPeakBelowTheBaseIsRefusedWithBothValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryShape.Steady(DataSize.ofMebibytes(100), RATE, BASE))
                .withMessage("peak 50Mi is below base 100Mi. Maybe they are the wrong way round?");
    }

    @Test
    void aPeriodOfZeroIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryShape.SawTooth(BASE, PEAK, Duration.ZERO))
                .withMessageContaining("PT0S");
    }
}
