package io.podferry.simulations.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ParameterTest {
    /** The file must say what was proven: a price of 0.0000249 is no price of 0.00002. */
    @Test
    void whatIsWrittenIsWhatWasTried() {
        for (Parameter parameter : Parameter.ALL) {
            for (double place = 0; place <= 1; place += 0.01) {
                double value = parameter.value(place);
                String written = parameter.written(value).replace("ms", "");
                double tolerance = parameter.unit().equals("ms") ? 0.5 : 1e-5 * value;

                assertThat(Double.parseDouble(written)).isCloseTo(value, within(tolerance));
                assertThat(written).doesNotContain("E");
            }
        }
    }
}
