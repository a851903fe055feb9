package io.podferry.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
    @ParameterizedTest
    @CsvSource({
        "runc version 1.1.5+ds1, 1.1.5",
        "Version: 4.2.1, 4.2.1",
        "Version: 4.2, 4.2.0",
        "4.1.1-2, 4.1.1",
    })
    void isReadOutOfWhatProgramsSay(String text, String version) {
        assertThat(Version.in(text)).map(Version::toString).contains(version);
    }

    @Test
    void numbersAreComparedAsNumbers() {
        assertThat(new Version(1, 10, 0)).isGreaterThan(new Version(1, 9, 9));
        assertThat(new Version(4, 1, 1)).isLessThan(new Version(4, 2, 0));
        assertThat(Version.in("no number")).isEmpty();
    }
}
