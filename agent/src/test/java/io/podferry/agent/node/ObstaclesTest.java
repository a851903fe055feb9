package io.podferry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.node.ProcessFacts.OpenFile;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObstaclesTest {
    private static ProcessFacts process(int pid, int parent, int tracer, OpenFile... files) {
        return new ProcessFacts(pid, parent, tracer, List.of(files), List.of());
    }

    private static List<String> of(ProcessFacts... processes) {
        return Obstacles.of("main", 10, List.of(processes));
    }

    private static OpenFile open(String target) {
        return new OpenFile(target, OptionalLong.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dev/null",
                "/dev/urandom",
                "/dev/pts/0",
                "/dev/shm/segment",
                "/var/lib/data",
                "pipe:[7]",
                "socket:[8]",
                "anon_inode:[eventpoll]",
                "anon_inode:[eventfd]",
                "anon_inode:[timerfd]",
                "anon_inode:[signalfd]"
            })
    void ordinaryFilesAreNoObstacle(String target) {
        assertThat(of(process(10, 1, 0, open(target)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "anon_inode:[io_uring], uses io_uring",
        "anon_inode:inotify, watches files with inotify",
        "anon_inode:[perf_event], uses perf_event",
        "anon_inode:kvm-vm, uses kvm-vm",
        "/dev/nvidia0, has the device '/dev/nvidia0' open",
        "/dev/dri/card0, has the device '/dev/dri/card0' open",
    })
    void whatCriuCannotSaveIsNamed(String target, String text) {
        assertThat(of(process(10, 1, 0, open(target)))).singleElement().asString().contains(text);
    }

    @Test
    void tracedProcessIsNamedWithItsTracer() {
        assertThat(of(process(10, 1, 99)))
                .containsExactly(
                        "process 10 of container 'main' is traced by process 99. End the debugger"
                                + " or tracer.");
    }

    @Test
    void processFromOutsideIsAnExecSession() {
        assertThat(of(process(10, 1, 0), process(11, 10, 0), process(20, 5, 0)))
                .containsExactly(
                        "process 20 of container 'main' was started from outside (an exec session)."
                                + " End it.");
    }

    @ParameterizedTest
    @CsvSource({"67108864, 0", "67108865, 1"})
    void deletedFilesCountFromCriusLimit(long bytes, int obstacles) {
        OpenFile deleted = new OpenFile("/tmp/x (deleted)", OptionalLong.of(bytes));
        assertThat(of(process(10, 1, 0, deleted))).hasSize(obstacles);
    }

    @Test
    void deviceMappingsAreNamed() {
        assertThat(
                        Obstacles.of(
                                "main",
                                10,
                                List.of(
                                        new ProcessFacts(
                                                10,
                                                1,
                                                0,
                                                List.of(),
                                                List.of("/dev/infiniband/uverbs0")))))
                .singleElement()
                .asString()
                .contains("has mapped '/dev/infiniband/uverbs0'");
    }

    @Test
    void onlyConnectionsToOthersAreObstacles() {
        String ss =
                """
                u_str ESTAB 0 0 * 100 * 101
                u_str ESTAB 0 0 /run/mine.sock 102 * 103
                u_str ESTAB 0 0 * 104 * 500
                u_str LISTEN 0 5 /run/mine.sock 105 * 0
                garbage
                """;
        assertThat(
                        Obstacles.externalSockets(
                                UnixSockets.parse(ss), Set.of(100L, 101L, 102L, 103L, 104L, 105L)))
                .singleElement()
                .asString()
                .contains("connected to something outside over the unix socket");
    }
}
