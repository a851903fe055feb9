package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import io.podferry.agent.process.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class MoveTest {
    @TempDir private static Path folder;
    private static RealNode cluster;

    @BeforeAll
    static void up() throws IOException {
        cluster = new RealNode(folder);
    }

    @AfterAll
    static void down() throws IOException {
        cluster.close();
    }

    @Test
    void aCounterGoesOnWithTheNextNumberOnAnotherNode() throws IOException {
        cluster.a.startCounter("pod-1", 20);
        ContainerDump dump = cluster.a.dump("pod-1", "dump");
        long stoodAt = cluster.a.last("pod-1");
        HeldRestore restore = cluster.b.hold(cluster.a, "pod-1", "pod-2", dump.images(), "restore");
        cluster.a.requireStands("pod-1", stoodAt);
        assertThat(dump.promise()).isTrue();
        assertThat(dump.vote(true)).isTrue();
        eventually("killed", () -> dump.poll() instanceof DumpState.Killed);
        assertThat(cluster.a.runtime.remains("pod-1")).isEmpty();
        cluster.b.requireStands("pod-2", stoodAt);
        assertThat(restore.vote(true)).isTrue();
        eventually("released", () -> restore.poll() instanceof RestoreState.Released);
        cluster.b.requireGoesOn("pod-2", stoodAt);
        assertThat(cluster.b.runtime.find("pod-2").orElseThrow().alive()).isTrue();
        assertThat(dump.vote(false)).as("the other vote comes too late").isFalse();
        assertThat(restore.vote(false)).as("the other vote comes too late").isFalse();
    }

    @Test
    void aServerListensOnAtTheAddressOfItsClone() throws IOException {
        String program =
                """
                use IO::Socket::INET;
                my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => 8080, Listen => 8, ReuseAddr => 1) or die;
                for (my $n = 1; ; ) { my $peer = $server->accept or next; print $peer $n++, "\\n"; close $peer; }
                """;
        cluster.a.runtime.createSandbox(
                "server-1",
                null,
                RealNode.pod("server", List.of("perl", "-e", program), null),
                Instant.now());
        cluster.a.runtime.start("server-1");
        String before = cluster.a.runtime.find("server-1").orElseThrow().address();
        eventually("answer", () -> answer(before) >= 1);
        long number = answer(before);
        ContainerDump dump = cluster.a.dump("server-1", "server-dump");
        HeldRestore restore =
                cluster.b.hold(cluster.a, "server-1", "server-2", dump.images(), "server-restore");
        assertThat(dump.vote(true)).isTrue();
        eventually("killed", () -> dump.poll() instanceof DumpState.Killed);
        assertThat(restore.vote(true)).isTrue();
        String after = cluster.b.runtime.find("server-2").orElseThrow().address();
        assertThat(after).isNotEqualTo(before);
        eventually("answer of the clone", () -> answer(after) == number + 1);
    }

    /** The number a server answers, 0 when it does not answer. */
    private static long answer(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, 8080), 500);
            socket.setSoTimeout(2_000);
            return Long.parseLong(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                            .strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    @Test
    void writtenFilesMoveWithThePod() throws IOException {
        String program =
                """
                $| = 1;
                open(my $own, '>', '/tmp/own') or die; open(my $scratch, '>', '/scratch/file') or die;
                for (my $n = 1; ; $n++) { syswrite($own, "$n\\n"); syswrite($scratch, "$n\\n"); print "$n\\n"; select(undef, undef, undef, 0.01); }
                """;
        cluster.a.runtime.createSandbox(
                "writer-1",
                null,
                RealNode.pod("writer", List.of("perl", "-e", program), null),
                Instant.now());
        cluster.a.runtime.start("writer-1");
        eventually("numbers", () -> cluster.a.last("writer-1") > 10);
        ContainerDump dump = cluster.a.dump("writer-1", "writer-dump");
        HeldRestore restore =
                cluster.b.hold(cluster.a, "writer-1", "writer-2", dump.images(), "writer-restore");
        assertThat(dump.vote(true)).isTrue();
        eventually("killed", () -> dump.poll() instanceof DumpState.Killed);
        long stoodAt = cluster.a.last("writer-1");
        assertThat(restore.vote(true)).isTrue();
        cluster.b.requireGoesOn("writer-2", stoodAt);
        Path container = cluster.b.folder.resolve("pods/writer-2/containers/main");
        for (String file : List.of("upper/tmp/own", "scratch-0/file")) {
            List<String> lines =
                    Command.run("cat", container.resolve(file).toString()).lines().toList();
            assertThat(lines.size()).isGreaterThan((int) stoodAt);
            assertThat(lines.get((int) stoodAt)).isEqualTo(Long.toString(stoodAt + 1));
        }
    }

    @Test
    void aPodThatLeftIsNeverStartedAgain() throws IOException {
        cluster.a.startCounter("pod-3", 1);
        cluster.a.runtime.fence("pod-3");
        cluster.a.runtime.kill("pod-3");
        assertThat(cluster.a.restarted().fenced("pod-3")).isTrue();
        org.assertj.core.api.Assertions.assertThatIOException()
                .isThrownBy(() -> cluster.a.runtime.start("pod-3"))
                .withMessageContaining("never started here again");
    }
}
