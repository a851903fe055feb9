package io.podferry.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({"0.25, 1", "0.5, 2", "0.51, 3", "0.99, 4", "1, 4"})
    void quantilesAreFiguresThatWereMeasured(double share, double expected) {
        assertThat(Quantiles.of(List.of(4.0, 1.0, 3.0, 2.0), share)).isEqualTo(expected);
    }

    @Test
    void noFiguresHaveNoQuantiles() {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantiles.median(List.of()));
    }

    @Test
    void columnsAreRightAligned() {
        Table table = new Table("size", "ratio");
        table.row("50Mi", "1.2");
        table.row("1024Mi", "12.25");
        assertThat(table.lines())
                .containsExactly("    size  ratio", "    50Mi    1.2", "  1024Mi  12.25");
    }

    /** MB/s to MiB: two minutes before 3 GiB, but not less than 256 MiB nor more than 2.5 GiB. */
    @ParameterizedTest
    @CsvSource({"1, 2560", "10, 1928", "20, 783", "25, 256", "800, 256"})
    void aRampBeginsTwoMinutesBeforeTheLimitWhereThatIsPossible(double rate, double base) {
        assertThat(RampBench.base(new GrowthRate(rate * 1e6)).mebibytes())
                .isBetween(base - 1, base + 1);
    }

    @Test
    void whatTheMachineCannotTakeIsToldWithTheFigures() {
        DataSize size = DataSize.ofGibibytes(8);
        assertThat(MachineRoom.shortage(size, DataSize.ofGibibytes(18))).isEmpty();
        assertThat(MachineRoom.shortage(size, DataSize.ofGibibytes(17)).orElseThrow())
                .isEqualTo(
                        "a move of it needs 17.5Gi here (source, clone and a reserve), available"
                                + " are 17Gi");
    }
}
