package io.podferry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.command.CommandLines;
import io.podferry.cli.engine.ClusterConfig;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a cluster with real processes, containers and moves. A container counts on its
 * output, so every number that is lost or comes again is seen from outside.
 */
@Tag("real")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalClusterRealTest {
    private static final String NAME = "t" + ProcessHandle.current().pid() % 100_000;
    private static final DataSize MEMORY = DataSize.ofMebibytes(256);

    @TempDir private static Path temporary;
    private static Path state = Path.of("");
    private static LocalCluster cluster;

    @BeforeAll
    static void up() throws Exception {
        String lacking =
                Machine.uid() != 0
                        ? "not root"
                        : switch (Tools.require(line -> {})) {
                            case Tools.Found ignored -> "";
                            case Tools.Lacking(var missing) -> missing.toString();
                        };
        assumeTrue(lacking.isEmpty(), "a local cluster needs what is missing here: " + lacking);
        state = temporary.resolve("cluster");
        cluster = LocalCluster.up(options(2), line -> {});
    }

    @AfterAll
    static void down() throws Exception {
        if (cluster != null) {
            cluster.close();
            LocalCluster.down(state, line -> {});
        }
    }

    private static UpOptions options(int nodes) {
        return UpOptions.of(NAME, state, nodes, MEMORY, "default");
    }

    private static final String COUNTS =
            "$| = 1; for (my $i = 1; ; $i++) { print \"$i\\n\"; select(undef, undef, undef, 0.02);"
                    + " }";

    private static PodSpec counter(String name) {
        return new PodSpec(
                name,
                "counter",
                Map.of("app", "counter"),
                List.of(
                        new ContainerSpec(
                                "main",
                                null,
                                "/",
                                List.of("perl", "-e", COUNTS),
                                Map.of(),
                                null,
                                64L << 20,
                                List.of(),
                                List.of())));
    }

    private static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what + " within 60 s").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static List<Long> numbers(String pod) {
        return numbers(pod, "");
    }

    private static List<Long> numbers(String pod, String prefix) {
        return cluster.logs(pod, 100_000)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .filter(line -> line.matches("\\d+"))
                .map(Long::parseLong)
                .toList();
    }

    /** Every number once and in order, from 1 on, and new ones come. */
    private static void requireCounting(String pod) throws Exception {
        requireCounting(pod, "");
    }

    private static void requireCounting(String pod, String prefix) throws Exception {
        long last = numbers(pod, prefix).getLast();
        eventually(
                pod + " " + prefix + "counts beyond " + last,
                () -> numbers(pod, prefix).getLast() > last);
        List<Long> all = numbers(pod, prefix);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).as("line %d of %s %s", i + 1, pod, prefix).isEqualTo(i + 1L);
        }
    }

    private static MigrationView finish(MigrationView move) throws InterruptedException {
        MigrationView now = move;
        while (!now.cloneRuns() && now.state() != MigrationState.ABORTED) {
            try {
                now = cluster.awaitMigration(now, Duration.ofSeconds(5));
            } catch (EngineSilentException e) {
                Thread.sleep(100);
            }
        }
        return now;
    }

    private static void killAll() throws Exception {
        StateFolder folder = new StateFolder(state);
        for (Daemon daemon :
                List.of(folder.engine(), folder.agent("node-1"), folder.agent("node-2"))) {
            ProcessHandle process = daemon.process().orElseThrow();
            process.destroyForcibly();
            process.onExit().get();
        }
    }

    private static void heal() throws InterruptedException {
        cluster.close();
        cluster = LocalCluster.up(options(2), line -> {});
    }

    @Test
    @Order(1)
    void runsAPodAndFindsEverythingAgainWhenItIsMadeTwice() throws Exception {
        cluster.runPod(counter("count"), Optional.of("node-1"), RestartPolicy.NEVER);
        eventually("first numbers", () -> numbers("count").size() > 5);
        List<Long> engines = List.of(new StateFolder(state).engine().process().orElseThrow().pid());
        heal();
        assertThat(new StateFolder(state).engine().process().orElseThrow().pid())
                .isEqualTo(engines.getFirst());
        assertThat(cluster.nodes()).extracting(NodeView::answering).containsExactly(true, true);
        requireCounting("count");
        assertThat(Files.getPosixFilePermissions(state)).hasSize(3);
    }

    @Test
    @Order(2)
    void movesItWithoutLosingANumber() throws Exception {
        MigrationView end = finish(cluster.migrate("count", Optional.empty()));
        assertThat(end.abortReason()).isNull();
        assertThat(cluster.pod("count").orElseThrow().node()).isEqualTo("node-2");
        requireCounting("count");
        assertThat(cluster.pods()).hasSize(1);
    }

    @Test
    @Order(3)
    void aCloneGoesOnWithTheNextNumberAndTheSourceIsGone() throws Exception {
        eventually(
                "the move before is over",
                () -> cluster.migrations().stream().allMatch(m -> m.state().terminal()));
        MigrationView end = finish(cluster.clonePod("count", "again", Optional.of("node-1")));
        assertThat(end.abortReason()).isNull();
        assertThat(cluster.pods()).extracting(PodView::name).containsExactly("again");
        requireCounting("again");
        assertThat(cluster.why("again", 5)).isNotNull();
    }

    @Test
    @Order(4)
    void survivesTheDeathOfAllItsProcesses() throws Exception {
        killAll();
        assertThatThrownBy(() -> cluster.pods()).isInstanceOf(EngineSilentException.class);
        heal();
        eventually("the pod is seen", () -> cluster.pod("again").filter(PodView::live).isPresent());
        requireCounting("again");
        assertThat(cluster.migrations()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @Order(5)
    void survivesTheDeathOfAllItsProcessesInTheMiddleOfAMove() throws Exception {
        eventually(
                "earlier moves are over",
                () -> cluster.migrations().stream().allMatch(m -> m.state().terminal()));
        MigrationView move = cluster.migrate("again", Optional.of("node-2"));
        MigrationView now = move;
        while (now.state().compareTo(MigrationState.TARGET_HELD) < 0) {
            now = cluster.awaitMigration(now, Duration.ofSeconds(5));
        }
        killAll();
        heal();
        MigrationView end = finish(cluster.migrations().getLast());
        String node = end.cloneRuns() ? "node-2" : "node-1";
        eventually("the pod is seen", () -> cluster.pod("again").filter(PodView::live).isPresent());
        assertThat(cluster.pod("again").orElseThrow().node()).isEqualTo(node);
        requireCounting("again");
    }

    @Test
    @Order(6)
    void refusesToBecomeSomethingElse(@TempDir Path other) {
        assertThatThrownBy(() -> LocalCluster.up(options(3), line -> {}))
                .hasMessageContaining("has 2 nodes of 256Mi already");
        assertThatThrownBy(() ->
                        LocalCluster.up(
                                UpOptions.of(NAME, other, 2, MEMORY, "default"), line -> {}))
                .hasMessageContaining(
                        "there is a cluster '%s' already, in %s".formatted(NAME, state));
        assertThatThrownBy(() ->
                        LocalCluster.up(
                                UpOptions.of(NAME, state, 2, MEMORY, "defualt"), line -> {}))
                .hasMessageContaining("Maybe 'default'?");
        assertThat(ClusterConfig.file(other)).doesNotExist();
    }

    @Test
    @Order(7)
    void whatCannotBeStartedLeavesNoPod() throws IOException {
        PodSpec bad =
                new PodSpec(
                        "bad",
                        "bad",
                        Map.of(),
                        List.of(
                                new ContainerSpec(
                                        "main",
                                        null,
                                        "/",
                                        List.of("/no/such/program"),
                                        Map.of(),
                                        null,
                                        null,
                                        List.of(),
                                        List.of())));
        assertThatThrownBy(() -> cluster.runPod(bad, Optional.of("node-1"), RestartPolicy.NEVER))
                .hasMessageContaining("/no/such/program");
        assertThat(cluster.pods()).extracting(PodView::name).doesNotContain("bad");
    }

    @Test
    @Order(8)
    void allContainersOfAPodMoveAsOne(@TempDir Path bundle) throws Exception {
        Files.writeString(
                bundle.resolve("config.json"),
                new ObjectMapper()
                        .writeValueAsString(
                                Map.of(
                                        "ociVersion",
                                        "1.0.2",
                                        "root",
                                        Map.of("path", "/"),
                                        "process",
                                        Map.of("args", List.of("perl", "-e", COUNTS)))));
        int exit =
                CommandLines.run(
                        new String[] {
                            "local",
                            "run",
                            "pair",
                            "--state",
                            state.toString(),
                            "--node",
                            "node-1",
                            "--rootfs",
                            "/",
                            "--container",
                            "side=" + bundle,
                            "--container-memory",
                            "side=32Mi",
                            "--",
                            "perl",
                            "-e",
                            COUNTS
                        });
        assertThat(exit).isZero();
        eventually(
                "both count",
                () ->
                        cluster.logs("pair", 100).contains("side: 1\n")
                                && cluster.logs("pair", 100).contains("main: 1\n"));
        MigrationView end = finish(cluster.migrate("pair", Optional.of("node-2")));
        assertThat(end.abortReason()).isNull();
        assertThat(cluster.pod("pair").orElseThrow().node()).isEqualTo("node-2");
        requireCounting("pair", "main: ");
        requireCounting("pair", "side: ");
    }

    @Test
    @Order(9)
    void leavesNothingBehind() throws Exception {
        String bridge = Leftovers.bridge(ClusterConfig.read(state).engineAddress());
        assertThat(Leftovers.of(NAME, state))
                .as("what a cluster has while it is up")
                .hasSizeGreaterThan(5);
        assertThat(Leftovers.links(bridge)).hasSizeGreaterThanOrEqualTo(3);
        cluster.close();
        LocalCluster.down(state, line -> {});
        assertThat(Leftovers.of(NAME, state)).isEmpty();
        assertThat(Leftovers.links(bridge)).isEmpty();
        LocalCluster.down(state, line -> {});
    }
}
