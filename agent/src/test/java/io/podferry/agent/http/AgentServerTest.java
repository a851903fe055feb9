package io.podferry.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.agent.api.AgentRefusedException;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.security.ClusterCertificates;
import io.podferry.agent.security.Identity;
import io.podferry.agent.security.Member;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentServerTest {
    private static final PodSpec SPEC =
            new PodSpec(
                    "web",
                    "web",
                    Map.of("app", "web"),
                    List.of(
                            new ContainerSpec(
                                    "main",
                                    null,
                                    "/",
                                    List.of("true"),
                                    Map.of(),
                                    null,
                                    5L,
                                    List.of(),
                                    List.of())));

    @TempDir Path folder;
    private final FakeNode node = new FakeNode();
    private AgentServer server;
    private AgentClient client;

    @BeforeEach
    void start() throws IOException {
        ClusterCertificates.create(
                folder,
                List.of(
                        new Member("a", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("engine", Member.Role.ENGINE, List.of()),
                        new Member("person", Member.Role.OPERATOR, List.of())));
        server =
                new AgentServer(
                        new InetSocketAddress("127.0.0.1", 0), Identity.load(folder, "a"), node);
        client = client("engine");
    }

    private AgentClient client(String name) throws IOException {
        return new AgentClient(
                "127.0.0.1", server.address().getPort(), Identity.load(folder, name));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static MigrationOrder order(long epoch) {
        return new MigrationOrder(
                "m-1",
                epoch,
                "pod-1",
                "pod-2",
                "web",
                "a",
                "b",
                "10.0.0.2",
                7445,
                9,
                3,
                "secret",
                10,
                SPEC,
                null);
    }

    private static void requireStatus(ThrowingCallable call, int status, String text) {
        assertThatThrownBy(call)
                .hasMessageContaining(text)
                .asInstanceOf(InstanceOfAssertFactories.type(AgentRefusedException.class))
                .extracting(AgentRefusedException::status)
                .isEqualTo(status);
    }

    @Test
    void reportsWaitForTheNextReading() throws IOException {
        assertThat(client.report(0, Duration.ofSeconds(5)).memoryBytes()).isEqualTo(50);
        long start = System.nanoTime();
        assertThat(client.report(1, Duration.ofMillis(120)).pressureSome10()).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(120));
        node.sampled = false;
        requireStatus(() -> client.report(0, Duration.ZERO), 503, "no reading yet");
    }

    @Test
    void stepsAreStartedAndAwaited() throws IOException {
        requireStatus(() -> await(Step.DUMP_AND_SHIP), 404, "was not asked for");
        StepReport started = client.start(order(2), Step.DUMP_AND_SHIP);
        assertThat(started.facts()).containsEntry("imageBytes", 7L);
        assertThat(node.orders.get("m-1")).isEqualTo(order(2));
        assertThat(await(Step.DUMP_AND_SHIP).rootHash()).isEqualTo("abc");
        requireStatus(
                () -> client.start(order(1), Step.DUMP_AND_SHIP),
                409,
                "epoch 1 is over, epoch 2 acts now");
    }

    private StepReport await(Step step) throws IOException {
        return client.await(new MigrationId("m-1"), step, 2, 1, Duration.ofSeconds(1));
    }

    @Test
    void podsAreRunReadAndRemoved() throws IOException {
        client.run(SPEC, "uid-1");
        assertThat(node.pods).containsEntry("uid-1", SPEC);
        assertThat(client.logs("uid-1", 3)).isEqualTo("last 3 of uid-1\n");
        client.remove("uid-1");
        assertThat(node.pods).isEmpty();
        requireStatus(() -> client.logs("uid-1", 3), 404, "there is no pod uid-1");
    }

    @Test
    void refusalsCarryTheAgentsReason() {
        PodSpec empty = new PodSpec("empty", "x", Map.of(), List.of());
        requireStatus(
                () -> client.run(empty, "uid-1"),
                422,
                "pod 'empty' has no container. Give it one.");
        requireStatus(() -> client.run(SPEC, "../escape"), 404, "no such path");
        requireStatus(() -> client.run(SPEC, "-x"), 400, "not a pod UID: '-x'");
    }

    @Test
    void onlyAnEngineMayAsk() throws IOException {
        for (String name : List.of("a", "person")) {
            try (AgentClient other = client(name)) {
                requireStatus(() -> other.remove("uid-1"), 403, "may not ask agents");
                other.health();
                assertThat(other.metrics()).contains("podferry_agent_samples_total");
            }
        }
        assertThat(node.spoken).hasValue(0);
        client.report(0, Duration.ZERO);
        assertThat(node.spoken).hasValue(1);
    }

    @Test
    void strangersDoNotGetThroughTheHandshake() throws IOException {
        Path others = folder.resolve("others");
        ClusterCertificates.create(
                others, List.of(new Member("engine", Member.Role.ENGINE, List.of())));
        try (AgentClient stranger =
                new AgentClient(
                        "127.0.0.1", server.address().getPort(), Identity.load(others, "engine"))) {
            assertThatThrownBy(stranger::health).isInstanceOf(SSLException.class);
        }
        assertThat(node.spoken).hasValue(0);
    }

    @Test
    void portThatIsTakenIsNamed() {
        assertThatThrownBy(
                        () -> new AgentServer(server.address(), Identity.load(folder, "a"), node))
                .hasMessageContaining("cannot listen on")
                .hasMessageContaining("Maybe an older agent still runs?");
    }
}
