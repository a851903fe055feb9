package io.podferry.agent.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriuLogTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'(00.05) Error (criu/files-ext.c:100): Can''t dump file 5 of that type [20666]"
                + " (/dev/net/tun)', Can't dump file 5, cannot be moved",
        "'(00.05) Error (criu/sk-unix.c:886): unix: External socket is used', External socket is"
                + " used, unix socket outside",
        "'(00.05)  12: Error (criu/mem.c:9): No space left on device', No space left, Free space",
        "(00.05) Can't connect to server 127.0.0.1:9, Can't connect, can be tried again",
    })
    void saysWhatWasWrongAndWhatToDo(String line, String wrong, String remedy) throws IOException {
        Path log = Files.writeString(folder.resolve("dump.log"), "(00.01) fine\n" + line + "\n");
        assertThat(CriuLog.reason(log)).contains(wrong).contains(remedy).doesNotContain("00.05");
    }

    @Test
    void aRefusedLimitIsNotTheReason() throws IOException {
        Path log =
                Files.writeString(
                        folder.resolve("dump.log"),
                        "(00.05) Error (criu/util.c:1534): rlimit: Can't setup RLIMIT_NOFILE for"
                                + " self: Operation not permitted\n");
        assertThat(CriuLog.reason(log)).isEmpty();
        assertThat(CriuLog.reason(folder.resolve("none"))).isEmpty();
    }
}
