package io.podferry.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import io.podferry.simulations.scenario.MemoryShape;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoadCommandTest {
    private static final DataSize BASE = DataSize.ofBytes(10);
    private static final DataSize PEAK = DataSize.ofBytes(99);
    private static final Duration TIME = Duration.ofMillis(1500);

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(
                        new MemoryShape.Steady(BASE, new GrowthRate(2.4), PEAK),
                        "--shape steady --rate 2"),
                Arguments.of(
                        new MemoryShape.Steps(BASE, DataSize.ofBytes(5), TIME, PEAK),
                        "--shape steps --step 5 --period-ms 1500"),
                Arguments.of(
                        new MemoryShape.SawTooth(BASE, PEAK, TIME),
                        "--shape sawtooth --period-ms 1500"),
                Arguments.of(
                        new MemoryShape.Runaway(BASE, new GrowthRate(7), TIME, PEAK),
                        "--shape runaway --rate 7 --doubling-ms 1500"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyShapeHasItsOptions(MemoryShape shape, String options) {
        assertThat(String.join(" ", LoadCommand.load(shape, OptionalInt.of(8080), false)))
                .isEqualTo("/load --port 8080 --memory random --base 10 --peak 99 " + options);
        assertThat(LoadCommand.load(shape, OptionalInt.empty(), true))
                .doesNotContain("--port")
                .contains("compressible");
    }
}
