package io.podferry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.engine.EngineFixture;
import io.podferry.cli.engine.EngineScripts;
import io.podferry.policy.migration.MigrationState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way from a command to fake agents and back: client, TLS, API, engine, coordinator,
 * journal.
 */
class LocalClusterTest {
    @TempDir Path state;
    private EngineFixture fixture;
    private EngineScripts agents;
    private LocalCluster cluster;

    @BeforeEach
    void open() throws Exception {
        fixture = new EngineFixture(state, "none");
        agents = new EngineScripts(fixture);
        cluster = LocalCluster.attach(state);
        EngineFixture.eventually(() ->
                cluster.nodes().stream().allMatch(n -> n.answering() && n.forecast() != null));
    }

    @AfterEach
    void close() throws Exception {
        cluster.close();
        fixture.close();
    }

    private PodView run(String name, String node) {
        return cluster.runPod(EngineFixture.spec(name), Optional.of(node), RestartPolicy.NEVER);
    }

    private MigrationView finish(MigrationView move) {
        MigrationView now = move;
        while (!now.cloneRuns() && now.state() != MigrationState.ABORTED) {
            now = cluster.awaitMigration(now, Duration.ofSeconds(5));
        }
        return now;
    }

    private void awaitRunning(String pod) throws InterruptedException {
        EngineFixture.eventually(() -> cluster.pod(pod).filter(PodView::live).isPresent());
    }

    @Test
    void runsAPodWhereItIsAskedTo() throws Exception {
        run("web", "node-2");
        awaitRunning("web");
        assertThat(cluster.pod("web").orElseThrow().node()).isEqualTo("node-2");
        assertThat(cluster.logs("web", 10)).startsWith("log of web-");
    }

    @Test
    void placesAPodOnTheEmptierNode() throws Exception {
        run("big", "node-1");
        agents.memory("node-1", "big", 600);
        EngineFixture.eventually(() -> cluster.nodes().getFirst().memoryBytes() > 0);
        EngineFixture.eventually(() -> {
            var next = cluster.nodes().getFirst().forecast();
            return next != null && next.q50Bytes() >= 500L << 20;
        });
        PodView placed =
                cluster.runPod(EngineFixture.spec("small"), Optional.empty(), RestartPolicy.NEVER);
        assertThat(placed.node()).isEqualTo("node-2");
    }

    @Test
    void movesAPodAndKeepsItsName() throws Exception {
        run("web", "node-1");
        awaitRunning("web");
        MigrationView end = finish(cluster.migrate("web", Optional.empty()));
        assertThat(end.state()).isIn(MigrationState.RUNNING, MigrationState.DONE);
        PodView moved = cluster.pod("web").orElseThrow();
        assertThat(moved.node()).isEqualTo("node-2");
        assertThat(moved.uid()).isEqualTo(end.cloneUid());
        assertThat(cluster.pods()).hasSize(1);
    }

    @Test
    void aCloneHasItsOwnNameAndTheSourceIsGone() throws Exception {
        run("web", "node-1");
        awaitRunning("web");
        finish(cluster.clonePod("web", "web-2", Optional.of("node-2")));
        assertThat(cluster.pods()).extracting(PodView::name).containsExactly("web-2");
        awaitRunning("web-2");
    }

    @Test
    void aFailedMoveLeavesThePodWhereItWas() throws Exception {
        agents.fail("node-2", "PREFLIGHT_TARGET", "no room");
        run("web", "node-1");
        awaitRunning("web");
        MigrationView end = finish(cluster.migrate("web", Optional.of("node-2")));
        assertThat(end.abortReason()).contains("no room");
        PodView pod = cluster.pod("web").orElseThrow();
        assertThat(pod.node()).isEqualTo("node-1");
        assertThat(pod.state()).isEqualTo("Running");
    }

    @Test
    void anEngineThatDiesBeforeTheDecisionGoesOnAfterwards() throws Exception {
        agents.stick("node-2", "PREPARE_TARGET", true);
        run("web", "node-1");
        awaitRunning("web");
        MigrationView move = cluster.migrate("web", Optional.of("node-2"));
        EngineFixture.eventually(() -> agents.asked("node-2", "PREPARE_TARGET"));
        fixture.crash();
        agents.stick("node-2", "PREPARE_TARGET", false);
        fixture.start();
        EngineFixture.eventually(
                () -> cluster.migrations().stream().anyMatch(MigrationView::cloneRuns));
        assertThat(finish(move).target()).isEqualTo("node-2");
        assertThat(cluster.pod("web").orElseThrow().node()).isEqualTo("node-2");
    }

    @Test
    void tellsOfAKillAndStartsAgainFromNothingWhenAsked() throws Exception {
        List<ClusterEvent> events = new CopyOnWriteArrayList<>();
        try (EventStream _ = cluster.events(events::add)) {
            cluster.runPod(EngineFixture.spec("web"), Optional.of("node-1"), RestartPolicy.ALWAYS);
            awaitRunning("web");
            agents.memory("node-1", "web", 700);
            EngineFixture.eventually(
                    () -> cluster.pod("web").orElseThrow().memoryBytes() == 700L << 20);
            Thread.sleep(300);
            agents.kill("node-1", "web");
            EngineFixture.eventually(
                    () -> events.stream().anyMatch(ClusterEvent.PodDied.class::isInstance));
            ClusterEvent.PodDied died =
                    events.stream()
                            .filter(ClusterEvent.PodDied.class::isInstance)
                            .map(ClusterEvent.PodDied.class::cast)
                            .findFirst()
                            .orElseThrow();
            assertThat(died.oomKilled()).isTrue();
            assertThat(died.memoryBytes()).isEqualTo(700L << 20);
            assertThat(died.restartInMillis()).isEqualTo(1000);
            EngineFixture.eventually(() ->
                    cluster.pod("web")
                            .filter(pod -> pod.restarts() == 1 && pod.live())
                            .isPresent());
        }
        assertThat(cluster.pods()).hasSize(1);
    }

    @Test
    void aDeadPodStaysDeadUnlessAskedAndCanBeRemoved() throws Exception {
        run("web", "node-1");
        awaitRunning("web");
        agents.kill("node-1", "web");
        EngineFixture.eventually(
                () -> cluster.pod("web").orElseThrow().state().equals("OOMKilled"));
        cluster.remove("web");
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSenseAndSaysWhatToDo() throws Exception {
        run("web", "node-1");
        awaitRunning("web");
        assertThatThrownBy(() -> cluster.migrate("wep", Optional.empty()))
                .hasMessage("no pod 'wep'. Maybe 'web'?");
        assertThatThrownBy(() -> cluster.migrate("web", Optional.of("node-3")))
                .hasMessage("no node 'node-3'. Maybe 'node-1'?");
        assertThatThrownBy(() -> cluster.migrate("web", Optional.of("node-1")))
                .hasMessageContaining("is on node-1 already");
        assertThatThrownBy(() -> run("web", "node-2"))
                .hasMessageContaining("there is a pod 'web' already");
        assertThatThrownBy(() -> run("We b", "node-2"))
                .hasMessageContaining("cannot be the name of a pod");
        assertThatThrownBy(() -> cluster.clonePod("web", "web", Optional.empty()))
                .hasMessageContaining("there is a pod 'web' already");
        assertThatThrownBy(() -> cluster.setPolicy("defualt"))
                .hasMessageContaining("Maybe 'default'?");
        assertThatThrownBy(() -> cluster.abort("m1")).hasMessageContaining("no open migration m1");
        assertThatThrownBy(() -> cluster.logs("nobody", 1)).hasMessageContaining("no pod 'nobody'");
    }

    @Test
    void whatAnAgentRefusesIsNotAPod() {
        agents.refuseRuns("node-1", "the root file system '/nowhere' does not exist");
        assertThatThrownBy(() -> run("web", "node-1"))
                .hasMessageContaining("'/nowhere' does not exist");
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void aSilentAgentIsShownAndNothingIsStartedThere() throws Exception {
        agents.down("node-2", true);
        EngineFixture.eventually(() -> !cluster.nodes().get(1).answering());
        PodView placed =
                cluster.runPod(EngineFixture.spec("web"), Optional.empty(), RestartPolicy.NEVER);
        assertThat(placed.node()).isEqualTo("node-1");
        agents.down("node-2", false);
        EngineFixture.eventually(() -> cluster.nodes().get(1).answering());
    }

    @Test
    void policyOutlivesTheEngine() throws Exception {
        cluster.setPolicy("default");
        fixture.crash();
        fixture.start();
        List<ClusterEvent.Sample> samples = new CopyOnWriteArrayList<>();
        try (EventStream _ =
                cluster.events(event -> {
                    if (event instanceof ClusterEvent.Sample sample) {
                        samples.add(sample);
                    }
                })) {
            EngineFixture.eventually(() -> !samples.isEmpty());
        }
        assertThat(samples.getFirst().policy()).isEqualTo("default");
    }

    @Test
    void saysWhatToDoWhenThereIsNoCluster(@TempDir Path empty) {
        assertThatThrownBy(() -> LocalCluster.attach(empty))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("no cluster in " + empty)
                .hasMessageContaining("podferry local up");
    }

    @Test
    void saysWhatToDoWhenTheEngineIsDead() throws IOException {
        fixture.crash();
        assertThatThrownBy(cluster::pods)
                .isInstanceOf(EngineSilentException.class)
                .hasMessageContaining("podferry local up");
        fixture.start();
    }
}
