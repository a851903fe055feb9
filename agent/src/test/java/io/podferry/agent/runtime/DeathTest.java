package io.podferry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeathTest {
    @ParameterizedTest
    @CsvSource({
        "signal 9 1000, , 1, true, killed by the kernel for memory",
        "signal 9 1000, , 0, false, ended by signal 9",
        "signal 15 1000, , 0, false, ended by signal 15",
        "status 0 1000, , 0, false, exit status 0",
        "'status 1 1000', , 2, false, 'exit status 1, after the kernel had killed one of its"
                + " processes for memory'",
        "signal 9 1000, killed on request, 0, false, killed on request",
        "signal 9 1000, killed on request, 1, false, killed on request",
        ", , 1, true, 'its exit status is not known, because its parent process was killed as"
                + " well'",
        ", , 0, false, 'its exit status is not known, because its parent process was killed as"
                + " well'",
    })
    void saysWhatEndedIt(String exit, String killedBy, long kills, boolean memory, String reason) {
        Death death =
                Death.of(
                        Optional.ofNullable(exit),
                        Optional.ofNullable(killedBy),
                        kills,
                        5,
                        Instant.ofEpochMilli(2_000));
        assertThat(death).isEqualTo(new Death(memory, exit == null ? 2_000 : 1_000, 5, reason));
    }
}
