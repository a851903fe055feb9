package io.podferry.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.agent.api.PodReport;
import io.podferry.agent.api.StepReport;
import io.podferry.agent.http.AgentClient;
import io.podferry.agent.migration.KubernetesClone;
import io.podferry.agent.migration.MigrationOrder;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.security.ClusterCertificates;
import io.podferry.agent.security.Member;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Moves between two agents of Kubernetes; the containers are real, kubelet is this test. */
@Tag("real")
@Timeout(180)
class KubeMoveTest {
    private static final String POD = "0b9d7c52-6f1e-4a55-9d1b-0242ac120002";
    private static final String CLONE = "7f3c2a10-90b1-4c6e-8d15-0242ac120003";

    /**
     * Counts in memory and writes each number into the emptyDir; its own file lies in its layer.
     */
    private static final String COUNTER =
            """
            $| = 1; open(my $own, '>', '/tmp/own'); select($own); $| = 1;
            for (my $n = 1; ; $n++) { open(my $out, '>>', '/data/counts'); print $out "$n\n"; close $out; print $own "$n\n"; select(undef, undef, undef, 0.01); }
            """;

    @TempDir private Path folder;
    private Optional<FakeKubelet> source = Optional.empty();
    private Optional<FakeKubelet> target = Optional.empty();

    @BeforeEach
    void nodes() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "runc needs root");
        Path certificates = folder.resolve("certificates");
        ClusterCertificates.create(
                certificates,
                List.of(
                        new Member("a", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("b", Member.Role.AGENT, List.of("127.0.0.1")),
                        new Member("engine", Member.Role.ENGINE, List.of())));
        Path install = FakeKubelet.install(folder);
        source = Optional.of(new FakeKubelet("a", folder, install, certificates));
        target = Optional.of(new FakeKubelet("b", folder, install, certificates));
    }

    @AfterEach
    void remove() throws IOException {
        if (target.isPresent()) {
            target.get().close();
        }
        if (source.isPresent()) {
            source.get().close();
        }
    }

    private MigrationOrder order(FakeKubelet to) {
        ContainerSpec container =
                new ContainerSpec(
                        FakeKubelet.CONTAINER,
                        null,
                        null,
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        List.of(),
                        List.of());
        return new MigrationOrder(
                "m1",
                1,
                POD,
                "clone-m1",
                "default/counter-2",
                "a",
                "b",
                "127.0.0.1",
                to.transferPort(),
                64L << 20,
                System.currentTimeMillis(),
                "secret",
                System.currentTimeMillis() + 600_000,
                new PodSpec("default/counter", "counter", Map.of(), List.of(container)),
                new KubernetesClone(CLONE, true, List.of("data")));
    }

    private static void steps(FakeKubelet node, MigrationOrder order, Step... steps)
            throws IOException {
        for (Step step : steps) {
            StepReport report = step(node.agent, order, step, true);
            assertThat(report.status()).as(step + ": " + report.detail()).isEqualTo("done");
        }
    }

    private static StepReport step(AgentClient agent, MigrationOrder order, Step step, boolean end)
            throws IOException {
        StepReport report = agent.start(order, step);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (report.status().equals("pending")
                && (end || !report.facts().containsKey("cloneExpected"))
                && System.nanoTime() < deadline) {
            report =
                    agent.await(
                            new MigrationId(order.id()),
                            step,
                            1,
                            report.version(),
                            Duration.ofSeconds(5));
        }
        return report;
    }

    private static List<Long> counts(FakeKubelet node, String podUid) throws IOException {
        Path file = node.paths.emptyDir(podUid, "data").resolve("counts");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                : List.of();
    }

    private static void until(String what, Processes.Check check) throws IOException {
        assertThat(Processes.await(Duration.ofSeconds(30), check)).as(what).isTrue();
    }

    /** Starts the counter on the source. */
    private FakeKubelet running() throws IOException {
        FakeKubelet a = source.orElseThrow();
        Path bundle = a.bundle(POD, "source", COUNTER);
        assertThat(a.call("create", "--bundle", bundle.toString(), "source")).as(a.log()).isZero();
        assertThat(a.call("start", "source")).isZero();
        until("the counter counts", () -> counts(a, POD).size() > 20);
        return a;
    }

    /** Both preflights and the hold; returns the create that waits on the target. */
    private Process held(FakeKubelet a, FakeKubelet b, MigrationOrder order) throws IOException {
        steps(a, order, Step.PREFLIGHT_SOURCE);
        steps(b, order, Step.PREFLIGHT_TARGET);
        step(b.agent, order, Step.HOLD_TARGET, false);
        Process create = b.create(b.bundle(CLONE, "clone", COUNTER), "clone");
        steps(b, order, Step.HOLD_TARGET);
        return create;
    }

    @Test
    void thePodGoesOnOnTheOtherNode() throws Exception {
        FakeKubelet a = running();
        FakeKubelet b = target.orElseThrow();
        MigrationOrder order = order(b);
        Process create = held(a, b, order);
        steps(a, order, Step.DUMP_AND_SHIP);
        steps(b, order, Step.PREPARE_TARGET);
        steps(a, order, Step.PROMISE_SOURCE);
        long last = counts(a, POD).getLast();

        StepReport killing = a.agent.start(order, Step.KILL_SOURCE);
        assertThat(killing.status()).isEqualTo("pending");
        assertThat(create.isAlive()).as("the clone is held").isTrue();
        assertThat(a.call("kill", "source", "15")).isZero();
        steps(a, order, Step.KILL_SOURCE);
        assertThat(counts(a, POD).getLast()).as("not one number after the dump").isEqualTo(last);
        assertThat(a.call("create", "--bundle", "bundles/none", "again")).isNotZero();

        StepReport released = b.agent.start(order, Step.RELEASE_TARGET);
        assertThat(released.detail()).isNotNull();
        assertThat(create.waitFor()).as(b.log()).isZero();
        assertThat(b.call("start", "clone")).isZero();
        steps(b, order, Step.RELEASE_TARGET, Step.CLEAN_TARGET);
        steps(a, order, Step.CLEAN_SOURCE);
        until("the clone counts on", () -> counts(b, CLONE).getLast() > last + 20);
        List<Long> all = counts(b, CLONE);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i)).as("no number is lost or comes twice").isEqualTo(i + 1L);
        }
        until("the clone is reported", () -> reported(b, CLONE).isPresent());
        assertThat(reported(a, POD)).isEmpty();
    }

    private static Optional<PodReport> reported(FakeKubelet node, String uid) throws IOException {
        return node.agent.report(0, Duration.ofSeconds(2)).pods().stream()
                .filter(pod -> pod.uid().equals(uid))
                .findFirst();
    }

    @Test
    void aMoveThatIsGivenUpLeavesThePodWhereItWas() throws Exception {
        FakeKubelet a = running();
        FakeKubelet b = target.orElseThrow();
        MigrationOrder order = order(b);
        Process create = held(a, b, order);
        steps(a, order, Step.DUMP_AND_SHIP);
        steps(b, order, Step.PREPARE_TARGET);
        steps(a, order, Step.PROMISE_SOURCE);
        long last = counts(a, POD).getLast();

        steps(b, order, Step.ABORT_TARGET);
        assertThat(create.waitFor()).as("the create that waited fails at once").isNotZero();
        assertThat(b.log()).contains("given up");
        steps(a, order, Step.ABORT_SOURCE);
        until("the source counts on", () -> counts(a, POD).getLast() > last + 20);
        List<Long> all = counts(a, POD);
        assertThat(all.getLast()).isEqualTo(all.size());
        assertThat(a.paths.run().resolve("departed").resolve(POD))
                .as("a crash may start it again")
                .doesNotExist();
        assertThat(b.create(b.bundle(CLONE, "clone-2", COUNTER), "clone-2").waitFor())
                .as("a later try of kubelet's fails too")
                .isNotZero();
    }

    @Test
    void agentsMayDieBetweenAllSteps() throws Exception {
        FakeKubelet a = running();
        FakeKubelet b = target.orElseThrow();
        MigrationOrder order = order(b);
        Process create = held(a, b, order);
        steps(a, order, Step.DUMP_AND_SHIP);
        restart(a);
        restart(b);
        steps(b, order, Step.PREPARE_TARGET);
        steps(a, order, Step.PROMISE_SOURCE);
        restart(a);
        long last = counts(a, POD).getLast();
        assertThat(a.call("kill", "source", "15")).isZero();
        steps(a, order, Step.KILL_SOURCE);
        restart(b);
        b.agent.start(order, Step.RELEASE_TARGET);
        assertThat(create.waitFor()).as(b.log()).isZero();
        restart(b);
        assertThat(b.call("start", "clone")).isZero();
        steps(b, order, Step.RELEASE_TARGET, Step.CLEAN_TARGET);
        until("the clone counts on", () -> counts(b, CLONE).getLast() > last + 20);
        assertThat(counts(b, CLONE).getLast()).isEqualTo(counts(b, CLONE).size());
    }

    private static void restart(FakeKubelet node) throws IOException {
        node.stopAgent();
        node.startAgent();
    }
}
