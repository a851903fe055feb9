package io.podferry.policy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {
    @ParameterizedTest
    @CsvSource({
        "defualt, unknown policy 'defualt'. Maybe 'default'?",
        "elchead-mx, unknown policy 'elchead-mx'. Maybe 'elchead-max'?",
        "clairvoyant, needs true futures"
    })
    void anUnknownNameIsAnsweredWithTheNearest(String name, String expected) {
        assertThatThrownBy(() -> Policies.byName(name)).hasMessageContaining(expected);
    }

    @Test
    void everyPublishedSystemIsThereUnderItsName() {
        assertThat(Policies.names())
                .contains(
                        "none",
                        "default",
                        "kubelet",
                        "descheduler",
                        "koordinator",
                        "predict-linear",
                        "sandpiper",
                        "beloglazov",
                        "n-sigma",
                        "psi",
                        "vpa",
                        "kill-cheapest",
                        "elchead-max",
                        "elchead-max-threshold",
                        "elchead-big-enough",
                        "elchead-big-enough-threshold",
                        "elchead-optimal",
                        "elchead-optimal-threshold",
                        "elchead-slope",
                        "elchead-slope-threshold");
        Policies.names().forEach(name -> assertThat(Policies.byName(name).name()).isEqualTo(name));
    }
}
