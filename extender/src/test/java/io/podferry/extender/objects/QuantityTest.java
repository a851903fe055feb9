package io.podferry.extender.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.policy.units.DataSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @ParameterizedTest(name = "{0} = {1} bytes")
    @CsvSource({
        "128974848, 128974848",
        "129e6, 129000000",
        "1E3, 1000",
        "1E, 1000000000000000000",
        "123Mi, 128974848",
        "1.5Gi, 1610612736",
        ".5Ki, 512",
        "128974848000m, 128974848",
        "1m, 1",
        "0, 0",
    })
    void everyNotationOfKubernetesIsRead(String text, long bytes) {
        assertThat(Quantity.parse(text)).contains(DataSize.ofBytes(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1Qi", "1e99", "8Ei", "1 Mi Mi", "1.2.3"})
    void whatIsNoSizeIsAbsent(String text) {
        assertThat(Quantity.parse(text)).isEmpty();
    }
}
