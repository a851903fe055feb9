package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import io.podferry.agent.process.Command;
import io.podferry.agent.process.Mounts;
import io.podferry.agent.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After everything is removed there is not one cgroup, mount, namespace, interface, process or file
 * more than before.
 */
@Tag("real")
class LeftoversTest {
    @TempDir private Path folder;

    /**
     * Everything on this machine that has to do with this test: by its folder, or by its cluster's
     * name.
     */
    private TreeSet<String> traces(String cluster) throws IOException {
        TreeSet<String> traces = new TreeSet<>();
        Mounts.all().stream()
                .map(m -> m.point().toString())
                .filter(p ->
                        p.startsWith(folder.toString()) || p.contains("/podferry/" + cluster + "/"))
                .forEach(traces::add);
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String line = read(process.resolve("cmdline")) + read(process.resolve("cgroup"));
                if (line.contains(folder.toString())
                        || line.contains("/podferry/" + cluster + "/")) {
                    traces.add(process + " " + read(process.resolve("comm")).strip());
                }
            }
        }
        for (String root : List.of("/sys/fs/cgroup", "/run/podferry")) {
            String[] found =
                    Command.attempt(List.of("find", root, "-name", cluster), Duration.ofSeconds(20))
                            .output()
                            .split("\n", -1);
            Stream.of(found)
                    .filter(f -> f.startsWith("/"))
                    .filter(f -> Files.exists(Path.of(f)))
                    .forEach(traces::add);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(f -> !f.equals(folder)).map(Path::toString).forEach(traces::add);
        }
        return traces;
    }

    /** The kernel and init bury the last corpses a little later. */
    private void requireNoTraces(RealNode cluster) throws IOException {
        var _ =
                Processes.await(
                        Duration.ofSeconds(5), () -> traces(cluster.clusterName()).isEmpty());
        assertThat(traces(cluster.clusterName())).isEmpty();
    }

    private static int interfaces() throws IOException {
        return (int)
                Command.run("ip", "-o", "link").lines().filter(l -> l.contains(": pf")).count();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void nothingIsLeft() throws IOException {
        RealNode cluster = new RealNode(folder);
        int withOne = interfaces();
        assertThat(traces(cluster.clusterName())).as("the test sees traces").isNotEmpty();
        cluster.a.startCounter("aborted", 5);
        ContainerDump first = cluster.a.dump("aborted", "first");
        assertThat(first.vote(false)).isTrue();
        eventually("resumed", () -> first.poll() instanceof DumpState.Resumed);
        ContainerDump second = cluster.a.dump("aborted", "second");
        HeldRestore vetoed =
                cluster.b.hold(cluster.a, "aborted", "vetoed", second.images(), "vetoed");
        assertThat(vetoed.vote(false)).isTrue();
        eventually("removed", () -> vetoed.poll() instanceof RestoreState.Removed);
        HeldRestore killed =
                cluster.b.hold(cluster.a, "aborted", "killed", second.images(), "killed");
        Victims.kill(cluster.b.attempt("killed"), "everybody");
        eventually("lost", () -> killed.poll() instanceof RestoreState.Failed);
        HeldRestore moved = cluster.b.hold(cluster.a, "aborted", "moved", second.images(), "moved");
        assertThat(second.vote(true)).isTrue();
        eventually("dead", () -> second.poll() instanceof DumpState.Killed);
        assertThat(moved.vote(true)).isTrue();
        eventually("released", () -> moved.poll() instanceof RestoreState.Released);
        assertThatIOException()
                .isThrownBy(() -> {
                    cluster.a.runtime.createSandbox(
                            "bad",
                            null,
                            RealNode.pod("bad", List.of("/no/such/program"), null),
                            Instant.now());
                    cluster.a.runtime.start("bad");
                })
                .withMessageContaining("/no/such/program");
        assertThat(interfaces()).isGreaterThan(withOne);
        cluster.close();
        requireNoTraces(cluster);
        assertThat(interfaces()).isLessThan(withOne);
    }

    @Test
    void everythingCanBeMadeTwiceAndRemovedTwice() throws IOException {
        RealNode cluster = new RealNode(folder);
        cluster.a.startCounter("twice", 1);
        long at = cluster.a.last("twice");
        cluster.a.network.create();
        cluster.cluster.create();
        cluster.a.runtime.createNode(RealNode.LIMIT);
        cluster.a.runtime.createSandbox("twice", null, RealNode.counter(1, null), Instant.now());
        cluster.a.restarted().start("twice");
        cluster.a.requireGoesOn("twice", at);
        cluster.a.runtime.remove("twice");
        cluster.a.runtime.remove("twice");
        cluster.close();
        cluster.close();
        requireNoTraces(cluster);
    }
}
