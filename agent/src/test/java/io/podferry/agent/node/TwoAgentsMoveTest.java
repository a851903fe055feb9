package io.podferry.agent.node;

import static io.podferry.agent.node.TwoNodes.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
}
