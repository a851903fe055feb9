package io.podferry.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTest {
    @Test
    void aMountIsReadWithBlanksInItsName() {
        assertThat(
                        Mounts.parse(
                                "36 35 98:0 / /mnt\\040x rw,noatime master:1 - overlay overlay"
                                        + " rw,lowerdir=/a"))
                .contains(new Mounts.Mount(Path.of("/mnt x"), "overlay", "rw,lowerdir=/a"));
        assertThat(Mounts.parse("nonsense")).isEmpty();
    }

    @Test
    void aProcessIsTheSameOnlyWithItsStartTime() {
        ProcessIdentity me = ProcessIdentity.of((int) ProcessHandle.current().pid()).orElseThrow();
        assertThat(me.alive()).isTrue();
        assertThat(new ProcessIdentity(me.pid(), me.startTicks() + 1).alive()).isFalse();
        assertThat(ProcessIdentity.parse(me.toString())).contains(me);
        assertThat(ProcessIdentity.parse("12")).isEmpty();
        assertThat(ProcessIdentity.parse("x 1")).isEmpty();
    }

    @Test
    void aFailedCommandSaysWhatItSaid() {
        assertThatIOException()
                .isThrownBy(() -> Command.run("sh", "-c", "echo reason >&2; exit 7"))
                .withMessageContaining("status 7")
                .withMessageContaining("reason");
    }

    @Test
    void aCommandThatHangsIsEnded() throws IOException {
        assertThat(Command.attempt(List.of("sleep", "60"), Duration.ofMillis(50)).ok()).isFalse();
    }
}
