package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.cgroup.MemoryReading;
import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import io.podferry.agent.runtime.ContainerState;
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
class MemoryKillTest {
    private static final long MIB = 1 << 20;

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

    private static List<String> grower() {
        return List.of(
                "perl",
                "-e",
                "$|=1; my @m; for (my $n=1; ; $n++) { push @m, 'x' x (1<<20); print \"$n\\n\";"
                        + " select(undef,undef,undef,0.005); }");
    }

    private ContainerState state(String uid) throws IOException {
        return cluster.a.restarted().find(uid).orElseThrow().containers().getFirst().state();
    }

    @Test
    void aContainerOverItsOwnLimitIsSeenAsKilledForMemory() throws IOException {
        Instant before = Instant.now();
        cluster.a.runtime.createSandbox(
                "grower", null, RealNode.pod("grower", grower(), 64 * MIB), before);
        cluster.a.runtime.start("grower");
        eventually("killed", () -> !(state("grower") instanceof ContainerState.Running));
        assertThat(state("grower"))
                .isInstanceOfSatisfying(
                        ContainerState.OomKilled.class,
                        killed -> {
                            assertThat(killed.memoryBytes()).isBetween(60 * MIB, 64 * MIB);
                            assertThat(killed.at()).isBetween(before, Instant.now());
                        });
    }

    @Test
    void onAFullNodeTheVictimIsSeenAndTheOthersLive() throws IOException {
        cluster.a.runtime.createNode(160 * MIB);
        cluster.a.startCounter("calm", 30);
        cluster.a.runtime.createSandbox(
                "grower", null, RealNode.pod("grower", grower(), null), Instant.now());
        cluster.a.runtime.start("grower");
        eventually("killed", () -> !(state("grower") instanceof ContainerState.Running));
        assertThat(state("grower")).isInstanceOf(ContainerState.OomKilled.class);
        assertThat(state("calm")).isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void otherEndsAreTold() throws IOException {
        cluster.a.runtime.createSandbox(
                "ends",
                null,
                RealNode.pod("ends", List.of("sh", "-c", "exit 3"), null),
                Instant.now());
        cluster.a.runtime.start("ends");
        eventually("dead", () -> state("ends") instanceof ContainerState.Exited);
        assertThat(state("ends"))
                .isInstanceOfSatisfying(
                        ContainerState.Exited.class,
                        e -> assertThat(e.reason()).isEqualTo("exit status 3"));
        cluster.a.startCounter("stopped", 1);
        cluster.a.runtime.kill("stopped");
        assertThat(state("stopped"))
                .isInstanceOfSatisfying(
                        ContainerState.Exited.class,
                        e -> assertThat(e.reason()).isEqualTo("killed on request"));
        assertThat(cluster.a.runtime.remains("stopped")).isEmpty();
    }

    @Test
    void readingsTellAnonymousMemoryFromPageCache() throws IOException {
        cluster.a.startCounter("reader", 50);
        try (CgroupReader pod =
                        cluster.cgroups.reader(
                                cluster.a.runtime.find("reader").orElseThrow().cgroup());
                CgroupReader node = cluster.cgroups.reader(cluster.a.runtime.nodeCgroup())) {
            MemoryReading reading = pod.read();
            assertThat(reading.anonBytes()).isBetween(50 * MIB, 150 * MIB);
            assertThat(reading.usageBytes()).isGreaterThanOrEqualTo(reading.anonBytes());
            assertThat(reading.unreclaimableBytes()).isBetween(50 * MIB, 150 * MIB);
            assertThat(reading.limitBytes()).isNull();
            assertThat(node.read().limitBytes()).isEqualTo(RealNode.LIMIT);
            assertThat(node.read().usageBytes()).isGreaterThanOrEqualTo(reading.anonBytes());
        }
    }

    @Test
    void aTargetTooSmallForTheCloneFailsTheRestoreAndTheSourceGoesOn() throws IOException {
        cluster.a.startCounter("big", 200);
        ContainerDump dump = cluster.a.dump("big", "big");
        long stoodAt = cluster.a.last("big");
        cluster.b.runtime.createNode(100 * MIB);
        cluster.b.bring(cluster.a, "big", "small");
        HeldRestore restore =
                cluster.b.checkpoints.startRestore(
                        "small", "main", dump.images(), cluster.b.attempt("small"));
        eventually(
                "failed",
                () -> {
                    dump.heartbeat();
                    restore.heartbeat();
                    return restore.poll() instanceof RestoreState.Failed;
                });
        var _ = restore.repair();
        assertThat(cluster.b.runtime.remains("small")).isEmpty();
        assertThat(dump.vote(false)).isTrue();
        eventually("resumed", () -> dump.poll() instanceof DumpState.Resumed);
        cluster.a.requireGoesOn("big", stoodAt);
    }
}
