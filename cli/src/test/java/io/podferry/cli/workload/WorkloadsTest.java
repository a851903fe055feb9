package io.podferry.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import io.podferry.simulations.scenario.MemoryShape;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the C program as an ordinary process. */
@Tag("real")
@Timeout(60)
class WorkloadsTest {
    private static final long MIB = 1 << 20;

    @TempDir private Path cache;

    @Test
    void theProgramCountsAndGrowsAndItsTimeStandsStillWithIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "there is no C compiler (cc)");
        List<String> progress = new ArrayList<>();
        Workloads workloads = Workloads.provide(cache, progress::add);
        assertThat(Workloads.provide(cache, progress::add)).isEqualTo(workloads);
        assertThat(progress).containsExactly("compiling load.c");
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).as("nothing temporary is left").containsExactly(workloads.folder());
        }
        MemoryShape shape =
                new MemoryShape.Steady(
                        DataSize.ofMebibytes(20),
                        new GrowthRate(20.0 * MIB),
                        DataSize.ofMebibytes(200));
        int port = freePort();
        List<String> command =
                new ArrayList<>(LoadCommand.load(shape, OptionalInt.of(port), false));
        command.set(0, workloads.plainRoot().resolve("load").toString());
        Process load = new ProcessBuilder(command).start();
        try {
            assertThat(load.inputReader().readLine()).isEqualTo("working, 20 MiB");
            assertThat(get(port, "/")).isEqualTo("1\n");
            assertThat(get(port, "/")).isEqualTo("2\n");
            Thread.sleep(1000);
            long before = worked(port);
            long memory = anonymous(load.pid());
            assertThat(memory)
                    .as("20 MiB and 20 MiB/s")
                    .isBetween(grown(before - 100), grown(worked(port) + 200));
            signal("STOP", load.pid());
            Thread.sleep(1000);
            signal("CONT", load.pid());
            assertThat(worked(port)).isBetween(before, before + 500);
            assertThat(get(port, "/")).isEqualTo("3\n");
        } finally {
            load.destroy();
            assertThat(load.waitFor(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static long grown(long workedMillis) {
        return 20 * MIB + 20 * MIB * workedMillis / 1000;
    }

    private static long worked(int port) throws Exception {
        String status = get(port, "/status");
        return Long.parseLong(status.replaceAll(".*\"workedMillis\":(\\d+).*\\s*", "$1"));
    }

    private static long anonymous(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                        .filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * 1024;
    }

    private static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    private static String get(int port, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static int freePort() throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
