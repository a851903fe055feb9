package io.podferry.agent.node;

import static io.podferry.agent.node.TwoNodes.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.api.StepReport;
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

/** Agents that are gone and come back between and during the steps of a move. */
@Tag("real")
class AgentRestartTest {
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

    private static void restart(TwoNodes.Node node) throws IOException {
        node.stopAgent();
        node.startAgent();
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
    void aMoveSurvivesARestartOfBothAgentsAfterEveryStepSinceTheShipment() throws IOException {
        PodSpec spec = TwoNodes.counter(20);
        start("restart-1", spec);
        MigrationOrder order =
                nodes.order("restart-move", "restart-1", "restart-2", spec, 40 << 20);
        nodes.steps(
                order,
                Step.PREFLIGHT_SOURCE,
                Step.PREFLIGHT_TARGET,
                Step.HOLD_TARGET,
                Step.DUMP_AND_SHIP);
        long stoodAt = nodes.a.last("restart-1");
        for (Step step :
                new Step[] {
                    Step.DUMP_AND_SHIP,
                    Step.PREPARE_TARGET,
                    Step.PROMISE_SOURCE,
                    Step.KILL_SOURCE,
                    Step.RELEASE_TARGET
                }) {
            restart(nodes.a);
            restart(nodes.b);
            nodes.steps(order, step);
        }
        eventually("the clone counts on", () -> nodes.b.last("restart-2") > stoodAt + 5);
        requireEveryNumberOnce("restart-2");
        assertThat(nodes.a.pod("restart-1")).isEmpty();
        restart(nodes.a);
        restart(nodes.b);
        nodes.steps(order, Step.CLEAN_SOURCE, Step.CLEAN_TARGET);
        nodes.b.client.remove("restart-2");
    }

    @Test
    void aTargetThatIsGoneDuringTheShipmentCostsNothing() throws IOException {
        PodSpec spec = TwoNodes.counter(100);
        start("lost-1", spec);
        MigrationOrder order = nodes.order("lost-move", "lost-1", "lost-2", spec, 130 << 20);
        nodes.steps(order, Step.PREFLIGHT_SOURCE, Step.HOLD_TARGET);
        nodes.b.stopAgent();
        StepReport report = nodes.step(order, Step.DUMP_AND_SHIP);
        assertThat(report.status()).isEqualTo("failed");
        assertThat(report.detail()).contains("cannot be reached");
        long before = nodes.a.last("lost-1");
        nodes.b.startAgent();
        nodes.steps(order, Step.ABORT_SOURCE, Step.ABORT_TARGET);
        eventually("the source counts on", () -> nodes.a.last("lost-1") > before + 5);
        assertThat(nodes.a.pod("lost-1").orElseThrow().state()).isEqualTo("Running");
        assertThat(folder.resolve("b/pods/lost-2")).doesNotExist();
        nodes.a.client.remove("lost-1");
    }

    @Test
    void aSourceAgentThatRestartsWhileItDumpsGivesTheMoveUp() throws Exception {
        PodSpec spec = TwoNodes.counter(300);
        start("dump-1", spec);
        MigrationOrder order = nodes.order("dump-move", "dump-1", "dump-2", spec, 330 << 20);
        nodes.steps(order, Step.PREFLIGHT_SOURCE, Step.HOLD_TARGET);
        nodes.a.client.start(order, Step.DUMP_AND_SHIP);
        Thread.sleep(150);
        restart(nodes.a);
        StepReport report = nodes.step(order, Step.DUMP_AND_SHIP);
        assertThat(report.status()).isEqualTo("failed");
        nodes.steps(order, Step.ABORT_SOURCE, Step.ABORT_TARGET);
        long before = nodes.a.last("dump-1");
        eventually("the source counts on", () -> nodes.a.last("dump-1") > before + 5);
        assertThat(folder.resolve("b/checkpoints/dump-move")).doesNotExist();
        nodes.a.client.remove("dump-1");
    }
}
