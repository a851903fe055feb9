package io.podferry.policy.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "defualt, default",
        "Default, default",
        "nnoe, none",
        "kubelt, kubelet",
        "xyzzy, ''",
        "elchead-maxx, elchead-max"
    })
    void theNearestNameIsFoundOrNone(String written, String expected) {
        List<String> known = List.of("default", "none", "kubelet", "elchead-max");
        assertThat(NearestName.of(written, known).orElse("")).isEqualTo(expected);
    }
}
