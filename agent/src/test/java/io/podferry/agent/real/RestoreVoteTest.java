package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.ContainerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever is killed while a clone is held: it executes nothing, and goes or stays as it is voted.
 */
@Tag("real")
class RestoreVoteTest {
    @TempDir private static Path folder;
    private static RealNode cluster;
    private static Path images;
    private static long stoodAt;
    private static int clones;

    @BeforeAll
    static void up() throws IOException {
        cluster = new RealNode(folder);
        cluster.a.startCounter("source", 20);
        ContainerDump dump = cluster.a.dump("source", "dump");
        images = dump.images();
        assertThat(dump.vote(true)).isTrue();
        eventually("killed", () -> dump.poll() instanceof DumpState.Killed);
        stoodAt = cluster.a.last("source");
    }

    @AfterAll
    static void down() throws IOException {
        cluster.close();
    }

    private static String fresh() {
        return "clone-" + clones++;
    }

    @ParameterizedTest(name = "{0} killed, voted {1}")
    @CsvSource({
        "nobody, on",
        "nobody, back",
        "launcher, back",
        "runc, back",
        "criu, back",
        "hook, back",
        "everybody, back"
    })
    void executesNothingUntilTheVote(String victim, String vote) throws IOException {
        String uid = fresh();
        cluster.b.hold(cluster.a, "source", uid, images, uid);
        Victims.kill(cluster.b.attempt(uid), victim);
        cluster.b.requireStands(uid, stoodAt);
        HeldRestore restore =
                cluster.b.checkpoints.findRestore(uid, "main", cluster.b.attempt(uid));
        if (vote.equals("on")) {
            assertThat(restore.vote(true)).isTrue();
            eventually("released", () -> restore.poll() instanceof RestoreState.Released);
            assertThat(restore.repair()).isEmpty();
            cluster.b.requireGoesOn(uid, stoodAt);
        } else {
            assertThat(restore.vote(false)).isTrue();
            eventually(
                    "removed",
                    () -> {
                        var _ = restore.repair();
                        return cluster.b.runtime.remains(uid).isEmpty()
                                && !(restore.poll() instanceof RestoreState.Running)
                                && !(restore.poll() instanceof RestoreState.Held);
                    });
            assertThat(cluster.b.last(uid)).as("it executed nothing").isEqualTo(stoodAt);
            assertThat(cluster.b.runtime.find(uid).orElseThrow().containers().getFirst().state())
                    .isInstanceOf(ContainerState.Created.class);
            assertThat(Processes.ofSession(session(uid), uid)).isEmpty();
        }
        cluster.b.runtime.remove(uid);
    }

    private static int session(String uid) throws IOException {
        return Integer.parseInt(
                Files.readString(cluster.b.attempt(uid).resolve("launcher")).split(" ")[0]);
    }

    /** A second try into the same sandbox, out of the same checkpoint. */
    private static void again(String uid) throws IOException {
        HeldRestore second =
                cluster.b.checkpoints.startRestore(
                        uid, "main", images, cluster.b.attempt(uid + "-again"));
        eventually("held again", () -> second.poll() instanceof RestoreState.Held);
        assertThat(second.vote(true)).isTrue();
        eventually("released", () -> second.poll() instanceof RestoreState.Released);
        cluster.b.requireGoesOn(uid, stoodAt);
    }

    @ParameterizedTest(name = "{0} killed while it is held, then rebuilt from the same checkpoint")
    @ValueSource(strings = {"criu", "hook", "runc", "launcher", "everybody"})
    void aLostCloneIsRebuilt(String victim) throws IOException {
        String uid = fresh();
        HeldRestore restore = cluster.b.hold(cluster.a, "source", uid, images, uid);
        Victims.kill(cluster.b.attempt(uid), victim);
        eventually("seen as lost", () -> restore.poll() instanceof RestoreState.Failed);
        assertThat(restore.vote(true)).isFalse();
        var _ = restore.repair();
        assertThat(cluster.b.runtime.remains(uid)).isEmpty();
        again(uid);
        cluster.b.runtime.remove(uid);
    }

    @ParameterizedTest(name = "{0} killed in the middle of the restore")
    @ValueSource(strings = {"criu", "runc", "launcher"})
    void aRestoreKilledHalfWayLeavesNothing(String victim) throws IOException {
        String uid = fresh();
        cluster.b.bring(cluster.a, "source", uid);
        HeldRestore restore =
                cluster.b.checkpoints.startRestore(uid, "main", images, cluster.b.attempt(uid));
        eventually("begun", () -> Files.exists(cluster.b.attempt(uid).resolve("begun")));
        Victims.kill(cluster.b.attempt(uid), victim);
        assertThat(restore.vote(false)).isTrue();
        eventually(
                "over",
                () -> {
                    var _ = restore.repair();
                    return cluster.b.runtime.remains(uid).isEmpty()
                            && !(restore.poll() instanceof RestoreState.Running);
                });
        again(uid);
        cluster.b.runtime.remove(uid);
    }

    @Test
    void runcKilledBetweenTheVoteAndTheFirstInstructionDoesNotHideTheClone() throws IOException {
        String uid = fresh();
        HeldRestore restore = cluster.b.hold(cluster.a, "source", uid, images, uid);
        Victims.kill(cluster.b.attempt(uid), "runc");
        Files.writeString(cluster.b.attempt(uid).resolve("vote"), "0\n");
        eventually("released", () -> restore.poll() instanceof RestoreState.Released);
        assertThat(restore.repair()).isEmpty();
        cluster.b.requireGoesOn(uid, stoodAt);
        assertThat(cluster.b.init(uid)).isPositive();
        ContainerDump next = cluster.b.dump(uid, uid + "-next");
        assertThat(next.vote(false)).isTrue();
        eventually("resumed", () -> next.poll() instanceof DumpState.Resumed);
        cluster.b.runtime.remove(uid);
    }

    @Test
    void withoutAHeartbeatTheDeadMansTimerRemovesIt() throws IOException {
        String uid = fresh();
        HeldRestore restore = cluster.b.hold(cluster.a, "source", uid, images, uid);
        eventually("removed", () -> restore.poll() instanceof RestoreState.Removed);
        assertThat(restore.vote(true)).isFalse();
        var _ = restore.repair();
        assertThat(cluster.b.runtime.remains(uid)).isEmpty();
        again(uid);
        cluster.b.runtime.remove(uid);
    }

    @Test
    void aDamagedCheckpointFailsWithAReason() throws IOException {
        String uid = fresh();
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        try (Stream<Path> all = Files.list(images)) {
            for (Path image : all.toList()) {
                Files.copy(image, damaged.resolve(image.getFileName()));
            }
        }
        try (FileChannel inventory =
                FileChannel.open(damaged.resolve("core-1.img"), StandardOpenOption.WRITE)) {
            inventory.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 0);
        }
        cluster.b.bring(cluster.a, "source", uid);
        HeldRestore restore =
                cluster.b.checkpoints.startRestore(uid, "main", damaged, cluster.b.attempt(uid));
        eventually("failed", () -> restore.poll() instanceof RestoreState.Failed);
        assertThat(restore.poll())
                .isInstanceOfSatisfying(
                        RestoreState.Failed.class,
                        f -> assertThat(f.reason()).containsIgnoringCase("magic"));
        var _ = restore.repair();
        assertThat(cluster.b.runtime.remains(uid)).isEmpty();
        cluster.b.runtime.remove(uid);
    }

    @Test
    void aFencedPodIsNotRestored() throws IOException {
        cluster.a.runtime.fence("source");
        assertThatIOException()
                .isThrownBy(() ->
                        cluster.a.checkpoints.startRestore(
                                "source", "main", images, cluster.a.attempt("fenced")))
                .withMessageContaining("never started here again");
        assertThat(List.of(cluster.a.runtime.remains("source"))).containsExactly(List.of());
    }
}
