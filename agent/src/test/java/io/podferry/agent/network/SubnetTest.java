package io.podferry.agent.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @ParameterizedTest
    @CsvSource({
        "10.88.0.0/16, true",
        "10.88.3.4/32, true",
        "10.88.3.4, true",
        "10.0.0.0/8, true",
        "10.64.0.0/10, true",
        "10.89.0.0/16, false",
        "10.128.0.0/9, false",
        "192.168.0.0/16, false",
        "default, false",
    })
    void overlaps(String network, boolean expected) {
        assertThat(Subnet.parse("10.88.0.0/16").overlaps(network)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.88.0.0/24",
                "10.88.1.0/16",
                "300.1.0.0/16",
                "127.0.0.0/16",
                "224.0.0.0/16",
                "",
                "10.88"
            })
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subnet.parse(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("Maybe 10.88.0.0/16");
    }

    @Test
    void interfaceNamesFitIntoTheKernelsFifteenCharacters() {
        String longest = "x".repeat(64);
        assertThat(Names.bridge(longest)).hasSizeLessThan(16);
        assertThat(Names.veth(longest, longest + "." + longest)).hasSizeLessThan(16);
    }
}
