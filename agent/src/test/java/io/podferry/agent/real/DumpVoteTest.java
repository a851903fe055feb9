package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.process.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever is killed while the source waits for its vote: it stands still, and ends as it is voted.
 */
@Tag("real")
class DumpVoteTest {
    @TempDir private static Path folder;
    private static RealNode cluster;
    private static int pods;

    @BeforeAll
    static void up() throws IOException {
        cluster = new RealNode(folder);
    }

    @AfterAll
    static void down() throws IOException {
        cluster.close();
    }

    @ParameterizedTest(name = "{0} killed, vote {1}")
    @CsvSource({
        "nobody, die", "runc, die", "criu, die", "hook, die", "launcher, die", "everybody, die",
        "nobody, run", "runc, run", "criu, run", "hook, run", "launcher, run", "everybody, run",
    })
    void standsStillUntilTheVote(String victim, String vote) throws IOException {
        String uid = "vote-" + pods++;
        cluster.a.startCounter(uid, 5);
        ContainerDump before = cluster.a.dump(uid, uid);
        long stoodAt = cluster.a.last(uid);
        Victims.kill(cluster.a.attempt(uid), victim);
        cluster.a.requireStands(uid, stoodAt);

        ContainerDump dump = cluster.a.checkpoints.findDump(uid, "main", cluster.a.attempt(uid));
        assertThat(before.poll()).isInstanceOf(DumpState.AwaitingVote.class);
        boolean commit = vote.equals("die");
        if (commit) {
            assertThat(dump.promise()).isTrue();
        }
        assertThat(dump.vote(commit)).isTrue();
        eventually(
                "the end",
                () -> {
                    var _ = dump.repair();
                    return commit
                            ? dump.poll() instanceof DumpState.Killed
                            : dump.poll() instanceof DumpState.Resumed;
                });
        if (commit) {
            assertThat(cluster.a.runtime.remains(uid)).isEmpty();
            assertThat(cluster.a.last(uid)).as("it executed nothing more").isEqualTo(stoodAt);
        } else {
            cluster.a.requireGoesOn(uid, stoodAt);
            ContainerDump second = cluster.a.dump(uid, uid + "-again");
            assertThat(second.vote(false)).isTrue();
            eventually("resumed", () -> second.poll() instanceof DumpState.Resumed);
        }
        cluster.a.runtime.remove(uid);
    }

    @Test
    void withoutAHeartbeatTheDeadMansTimerLetsItGoOn() throws IOException {
        cluster.a.startCounter("silent", 1);
        ContainerDump dump = cluster.a.dump("silent", "silent");
        long stoodAt = cluster.a.last("silent");
        eventually("thawed", () -> dump.poll() instanceof DumpState.Resumed);
        cluster.a.requireGoesOn("silent", stoodAt);
        assertThat(dump.promise()).isFalse();
        assertThat(dump.vote(true)).isFalse();
        assertThat(dump.vote(false)).isTrue();
    }

    @Test
    void afterAPromiseOnlyTheVoteCounts() throws IOException {
        cluster.a.startCounter("promised", 1);
        ContainerDump dump = cluster.a.dump("promised", "promised");
        long stoodAt = cluster.a.last("promised");
        assertThat(dump.promise()).isTrue();
        assertThat(
                        Processes.await(
                                Duration.ofSeconds(18),
                                () -> !(dump.poll() instanceof DumpState.AwaitingVote)))
                .isFalse();
        cluster.a.requireStands("promised", stoodAt);
        assertThat(dump.vote(true)).isTrue();
        eventually("killed", () -> dump.poll() instanceof DumpState.Killed);
    }

    @Test
    void anAbortBeforeTheDumpIsCompleteLetsItGoOn() throws IOException {
        cluster.a.startCounter("early", 50);
        ContainerDump dump =
                cluster.a.checkpoints.startDump("early", "main", cluster.a.attempt("early"), null);
        assertThat(dump.vote(false)).isTrue();
        eventually("resumed", () -> dump.poll() instanceof DumpState.Resumed);
        cluster.a.requireGoesOn("early", cluster.a.last("early"));
    }

    @Test
    void aCriuKilledBeforeItBeganDoesNotKeepAnAbortWaiting() throws IOException {
        cluster.a.startCounter("probing", 1);
        for (int i = 0; i < 8; i++) {
            Path attempt = cluster.a.attempt("probing-" + i);
            ContainerDump dump = cluster.a.checkpoints.startDump("probing", "main", attempt, null);
            eventually("CRIU", () -> Victims.running(attempt, "criu").isPresent());
            java.util.concurrent.locks.LockSupport.parkNanos(i * 8_000_000L);
            Victims.killIfThere(attempt, "criu");
            assertThat(dump.vote(false)).isTrue();
            eventually(
                    "over",
                    () -> {
                        var _ = dump.repair();
                        return dump.poll() instanceof DumpState.Resumed;
                    });
        }
        cluster.a.requireGoesOn("probing", cluster.a.last("probing"));
    }

    @Test
    void aDumpThatFailsSaysWhyAndThePodRunsOn() throws IOException {
        cluster.a.startCounter("nopages", 5);
        ContainerDump dump =
                cluster.a.checkpoints.startDump(
                        "nopages",
                        "main",
                        cluster.a.attempt("nopages"),
                        new java.net.InetSocketAddress("127.0.0.1", 9));
        eventually("failed", () -> dump.poll() instanceof DumpState.Failed);
        assertThat(dump.poll())
                .isInstanceOfSatisfying(
                        DumpState.Failed.class,
                        failed -> {
                            assertThat(failed.alive()).isTrue();
                            assertThat(failed.reason()).contains("Can't connect to server");
                        });
        cluster.a.requireGoesOn("nopages", cluster.a.last("nopages"));
    }
}
