package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.policy.migration.MigrationFacts;
import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.scenario.DemoPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterEventsTest {
    private static final long START = 1_000_000;

    private final List<DemoEvent> told = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final ClusterEvents events =
            new ClusterEvents(
                    START, Map.of("counter-1", DemoPod.Kind.COUNTER), told::add, notes::add);

    @Test
    void aSampleShowsEveryNodeWithItsLivePods() {
        events.accept(migration(MigrationState.FROZEN, Map.of()));
        events.accept(
                new ClusterEvent.Sample(
                        START + 1500,
                        "default",
                        List.of(node("node-1"), node("node-2")),
                        List.of(pod("Running", "node-1"), pod("OOMKilled", "node-2"))));
        assertThat(told).hasSize(3);
        assertThat((DemoEvent.NodeSample) told.get(1))
                .satisfies(sample -> {
                    assertThat(sample.at()).isEqualTo(Duration.ofMillis(1500));
                    assertThat(sample.exhaustedIn()).contains(Duration.ofSeconds(4));
                    assertThat(sample.pods())
                            .singleElement()
                            .matches(pod -> pod.pod().equals("counter-1") && pod.frozen());
                });
        assertThat(((DemoEvent.NodeSample) told.getLast()).pods()).isEmpty();
    }

    @Test
    void onlyAKillByTheKernelIsAKill() {
        PodView pod = pod("OOMKilled", "node-1");
        events.accept(
                new ClusterEvent.PodDied(START + 9000, pod, true, 5 << 20, "full", 8000, 1000L));
        events.accept(
                new ClusterEvent.PodDied(START + 9000, pod, false, 0, "exit status 3", 8000, null));
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        DemoEvent.PodKilled.class,
                        kill -> assertThat(kill.lostWork()).isEqualTo(Duration.ofSeconds(8)));
        assertThat(notes).containsExactly("counter-1 on node-1 ended: exit status 3");
    }

    @Test
    void theDowntimeIsToldWhenTheCloneRuns() {
        Map<String, Long> facts =
                Map.of(MigrationFacts.DOWNTIME_MILLIS, 700L, MigrationFacts.IMAGE_BYTES, 90L);
        events.accept(migration(MigrationState.PREPARED, facts));
        assertThat(events.moving()).isTrue();
        events.accept(migration(MigrationState.RUNNING, facts));
        assertThat(events.moving()).isFalse();
        assertThat(told)
                .extracting(event -> ((DemoEvent.MigrationChanged) event).downtime())
                .containsExactly(Optional.empty(), Optional.of(Duration.ofMillis(700)));
        assertThat(((DemoEvent.MigrationChanged) told.getLast()).bytesTotal()).hasValue(100);
    }

    private static ClusterEvent.Migration migration(MigrationState state, Map<String, Long> facts) {
        return new ClusterEvent.Migration(
                START + 1000,
                false,
                new MigrationView(
                        "m-1",
                        1,
                        "counter-1",
                        "counter-1",
                        "uid-1",
                        "uid-2",
                        "node-1",
                        "node-2",
                        state,
                        "",
                        100,
                        "",
                        "policy",
                        START,
                        START,
                        null,
                        facts));
    }

    private static NodeView node(String name) {
        return new NodeView(
                name,
                "10.0.1.1",
                true,
                START,
                100 << 20,
                50 << 20,
                0,
                null,
                new NodeView.Forecast(120_000, 1, 2, 3, 0.5, 2000L, 4000L, false));
    }

    private static PodView pod(String state, String node) {
        return new PodView(
                "uid-1",
                null,
                "counter-1",
                node,
                "10.0.1.2",
                state,
                null,
                20 << 20,
                null,
                START,
                null,
                0,
                "counter",
                Map.of(),
                List.of(),
                null,
                null);
    }
}
