package io.podferry.agent.node;

import static io.podferry.agent.node.TwoNodes.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.process.Command;
import io.podferry.agent.runtime.BindMount;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class TwoAgentsMoveTest {
    @TempDir private static Path folder;
    private static TwoNodes nodes;

    @BeforeAll
    static void up() throws IOException {
        nodes = new TwoNodes(folder);
    }

    @AfterAll
    static void down() throws IOException {
        nodes.close();
    }

    private static void start(String uid, PodSpec spec) throws IOException {
        nodes.a.client.run(spec, uid);
        eventually("numbers of " + uid, () -> nodes.a.last(uid) > 3);
    }

    private static void requireEveryNumberOnce(String uid) throws IOException {
        List<String> numbers = nodes.b.client.logs(uid, 10_000).lines().toList();
        int first = Integer.parseInt(numbers.getFirst());
        assertThat(numbers)
                .isEqualTo(
                        IntStream.range(first, first + numbers.size())
                                .mapToObj(Integer::toString)
                                .toList());
    }

    @Test
    void aPodMovesAndGoesOnWithTheNextNumber() throws IOException {
        PodSpec spec = TwoNodes.counter(50);
        start("pod-1", spec);
        MigrationOrder order = nodes.order("move-1", "pod-1", "pod-2", spec, 80 << 20);
        nodes.steps(
                order,
                Step.PREFLIGHT_SOURCE,
                Step.PREFLIGHT_TARGET,
                Step.HOLD_TARGET,
                Step.DUMP_AND_SHIP,
                Step.PREPARE_TARGET,
                Step.PROMISE_SOURCE,
                Step.KILL_SOURCE,
                Step.RELEASE_TARGET);
        long stoodAt = nodes.a.last("pod-1");
        eventually("the clone counts on", () -> nodes.b.last("pod-2") > stoodAt + 5);
        requireEveryNumberOnce("pod-2");
        eventually(
                "the clone is reported",
                () -> nodes.b.pod("pod-2").filter(p -> p.state().equals("Running")).isPresent());
        assertThat(nodes.a.pod("pod-1")).isEmpty();
        nodes.steps(order, Step.CLEAN_SOURCE, Step.CLEAN_TARGET);
        assertThat(folder.resolve("b/checkpoints/move-1")).doesNotExist();
        assertThat(folder.resolve("a/pods/pod-1")).doesNotExist();
        nodes.b.client.remove("pod-2");
    }

    @Test
    void anAbortAfterTheShipmentLetsTheSourceGoOnWhereItStood() throws IOException {
        PodSpec spec = TwoNodes.counter(20);
        start("pod-3", spec);
        MigrationOrder order = nodes.order("move-2", "pod-3", "pod-4", spec, 40 << 20);
        nodes.steps(
                order,
                Step.PREFLIGHT_SOURCE,
                Step.HOLD_TARGET,
                Step.DUMP_AND_SHIP,
                Step.PREPARE_TARGET);
        long stoodAt = nodes.a.last("pod-3");
        nodes.steps(order, Step.ABORT_SOURCE, Step.ABORT_TARGET);
        eventually("the source counts on", () -> nodes.a.last("pod-3") > stoodAt + 5);
        assertThat(folder.resolve("b/pods/pod-4")).doesNotExist();
        assertThat(folder.resolve("b/checkpoints/move-2")).doesNotExist();
        nodes.a.client.remove("pod-3");
    }

    /** Compiles the program that knows what its memory must hold. */
    private static Path shuffle() throws IOException {
        Path program = Files.createDirectory(folder.resolve("bin")).resolve("shuffle");
        Path source = folder.resolve("shuffle.c");
        try (InputStream in = TwoAgentsMoveTest.class.getResourceAsStream("shuffle.c")) {
            Files.copy(Objects.requireNonNull(in), source);
        }
        assumeThat(Files.isExecutable(Path.of("/usr/bin/cc"))).as("a C compiler").isTrue();
        Command.run("cc", "-O2", "-static", "-o", program.toString(), source.toString());
        return program;
    }

    private static ContainerSpec shuffling(String name, Path program) {
        return new ContainerSpec(
                name,
                null,
                "/",
                List.of("/mnt/shuffle", "16384"),
                Map.of(),
                null,
                null,
                List.of(new BindMount(program.resolveSibling("").toString(), "/mnt", true)),
                List.of());
    }

    @Test
    void memoryThatChangesWhileItIsCopiedAheadArrivesAsItStoodAtTheFreeze() throws IOException {
        Path program = shuffle();
        PodSpec spec =
                new PodSpec(
                        "shuffle",
                        "test",
                        Map.of(),
                        List.of(shuffling("main", program), shuffling("side", program)));
        nodes.a.client.run(spec, "pod-5");
        eventually("passes", () -> nodes.a.client.logs("pod-5", 100).lines().count() > 16);
        MigrationOrder order = nodes.order("move-3", "pod-5", "pod-6", spec, 400 << 20);
        nodes.steps(order, Step.PREFLIGHT_SOURCE, Step.HOLD_TARGET);
        StepReport shipped = nodes.step(order, Step.DUMP_AND_SHIP);
        assertThat(shipped.status()).as(shipped.detail()).isEqualTo("done");
        // Two containers, two processes each, 64 MiB per process.
        assertThat(shipped.facts().get(MigrationFacts.AHEAD_BYTES)).isGreaterThan(240L << 20);
        nodes.steps(
                order,
                Step.PREPARE_TARGET,
                Step.PROMISE_SOURCE,
                Step.KILL_SOURCE,
                Step.RELEASE_TARGET);
        String before = nodes.b.client.logs("pod-6", 10_000);
        eventually(
                "all four processes go on",
                () -> {
                    String now = nodes.b.client.logs("pod-6", 10_000);
                    assertThat(now).doesNotContain("BAD");
                    return now.lines().count() > before.lines().count() + 40;
                });
        nodes.steps(order, Step.CLEAN_SOURCE, Step.CLEAN_TARGET);
        nodes.b.client.remove("pod-6");
    }
}
