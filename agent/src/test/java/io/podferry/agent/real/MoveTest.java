package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import io.podferry.agent.process.Command;
import io.podferry.agent.runtime.CapturedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class MoveTest {
    @TempDir private Path folder;
    private RealNode cluster;

    @BeforeEach
    void up() throws IOException {
        cluster = new RealNode(folder);
    }

    @AfterEach
    void down() throws IOException {
        cluster.close();
    }

    @Test
    void aCounterGoesOnWithTheNextNumberOnAnotherNode() throws IOException {
        RealNode.Side a = cluster.a;
        RealNode.Side b = cluster.b;
        a.startCounter("pod-1", 20);
        ContainerDump dump = a.checkpoints.startDump("pod-1", "main", a.attempt("dump"), null);
        eventually(
                "vote",
                () -> {
                    assertThat(dump.poll()).isNotInstanceOf(DumpState.Failed.class);
                    return dump.poll() instanceof DumpState.AwaitingVote;
                });
        long stoodAt = a.last("pod-1");
        b.runtime.createSandbox("pod-2", "pod-1", RealNode.counter(20, null), Instant.now());
        List<CapturedFolder> from = a.runtime.captured("pod-1");
        List<CapturedFolder> to = b.runtime.captured("pod-2");
        for (int i = 0; i < from.size(); i++) {
            assertThat(to.get(i).name()).isEqualTo(from.get(i).name());
            Command.run("cp", "-a", from.get(i).path() + "/.", to.get(i).path().toString());
        }
        HeldRestore restore =
                b.checkpoints.startRestore("pod-2", "main", dump.images(), b.attempt("restore"));
        eventually(
                "held",
                () -> {
                    assertThat(restore.poll()).isNotInstanceOf(RestoreState.Failed.class);
                    return restore.poll() instanceof RestoreState.Held;
                });
        assertThat(a.last("pod-1")).isEqualTo(stoodAt);
        assertThat(dump.promise()).isTrue();
        assertThat(dump.vote(true)).isTrue();
        eventually("killed", () -> dump.poll() instanceof DumpState.Killed);
        assertThat(a.runtime.remains("pod-1")).isEmpty();
        assertThat(b.last("pod-2")).isEqualTo(stoodAt);
        assertThat(restore.vote(true)).isTrue();
        eventually("released", () -> restore.poll() instanceof RestoreState.Released);
        eventually("goes on", () -> b.last("pod-2") > stoodAt + 5);
        List<String> lines = b.runtime.logs("pod-2", "main", 1_000_000);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo(Integer.toString(i + 1));
        }
        assertThat(b.runtime.find("pod-2").orElseThrow().alive()).isTrue();
    }
}
