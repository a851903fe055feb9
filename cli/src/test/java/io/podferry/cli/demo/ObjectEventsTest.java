package io.podferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.scenario.DemoScenarios;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objects of the API server tell of a run. */
class ObjectEventsTest {
    private static final Duration NOW = Duration.ofSeconds(3);
    private final List<DemoEvent> told = new ArrayList<>();
    private final ObjectEvents events =
            new ObjectEvents(DemoScenarios.crowdedNode(7).pods(), told::add);

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode pod(
            String name, String uid, String address, String annotations, String container) {
        return json(
                """
                {'metadata': {'name': '%s', 'uid': '%s', 'annotations': {%s}},
                 'spec': {'nodeName': 'node-1'},
                 'status': {'podIP': '%s', 'containerStatuses': [{%s}]}}
                """
                        .formatted(name, uid, annotations, address, container));
    }

    private static JsonNode running(String name, String uid, String address, String annotations) {
        return pod(name, uid, address, annotations, "'restartCount': 0, 'state': {'running': {}}");
    }

    private static JsonNode migration(String phase) {
        return json(
                """
                {'metadata': {'name': 'm1'},
                 'spec': {'podName': 'counter-1', 'source': 'node-1', 'target': 'node-2',
                          'sizeBytes': 100, 'reason': 'too full'},
                 'status': {'phase': '%s', 'facts': {'imageBytes': 90, 'downtimeMillis': 700}}}
                """
                        .formatted(phase));
    }

    private static CounterClients.Endpoint at(String uid, String address) {
        return new CounterClients.Endpoint(uid, address);
    }

    @Test
    void aCloneAnswersInItsSourcesNameOnceItRuns() {
        JsonNode source = running("counter-1", "u1", "10.0.0.1", "");
        String mark = "'podferry.io/clone-of': 'counter-1'";
        events.look(
                NOW,
                List.of(source, pod("counter-1-x", "u2", "10.0.1.1", mark, "'state': {}")),
                List.of());
        assertThat(events.find("counter-1")).isEqualTo(Optional.of(at("u1", "10.0.0.1")));
        JsonNode clone = running("counter-1-x", "u2", "10.0.1.1", mark);
        events.look(NOW, List.of(source, clone), List.of());
        assertThat(events.find("counter-1")).isEqualTo(Optional.of(at("u2", "10.0.1.1")));
        // A clone of the clone is still the same counter.
        JsonNode second =
                running("counter-1-y", "u3", "10.0.0.2", "'podferry.io/clone-of': 'counter-1-x'");
        events.look(NOW, List.of(second), List.of());
        assertThat(events.find("counter-1")).isEqualTo(Optional.of(at("u3", "10.0.0.2")));
        assertThat(told).hasSize(1).first().isInstanceOf(DemoEvent.PodStarted.class);
    }

    @Test
    void aRestartAfterTheKernelKilledIsToldOnceWithTheWorkThatIsGone() {
        JsonNode killed =
                pod(
                        "counter-1",
                        "u1",
                        "10.0.0.1",
                        "",
                        """
                        'restartCount': 1, 'state': {'running': {}}, 'lastState': {'terminated':
                         {'reason': 'OOMKilled', 'startedAt': '2026-01-01T00:00:00Z',
                          'finishedAt': '2026-01-01T00:00:12Z'}}
                        """);
        events.look(NOW, List.of(killed), List.of());
        events.look(NOW, List.of(killed), List.of());
        List<DemoEvent.PodKilled> kills =
                told.stream()
                        .filter(DemoEvent.PodKilled.class::isInstance)
                        .map(DemoEvent.PodKilled.class::cast)
                        .toList();
        assertThat(kills).hasSize(1);
        assertThat(kills.getFirst().lostWork()).isEqualTo(Duration.ofSeconds(12));
        assertThat(kills.getFirst().pod()).isEqualTo("counter-1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Planned,     PLANNED,      true,  false",
        "PreflightOk, PREFLIGHT_OK, true,  false",
        "SourceDead,  SOURCE_DEAD,  true,  false",
        "Running,     RUNNING,      false, true",
        "Done,        DONE,         false, true",
        "Aborted,     ABORTED,      false, false"
    })
    void aPhaseIsAState(String phase, MigrationState state, boolean moving, boolean measured) {
        events.look(NOW, List.of(), List.of(migration(phase)));
        events.look(NOW, List.of(), List.of(migration(phase)));
        assertThat(told).hasSize(1);
        assertThat(told.getFirst())
                .isInstanceOfSatisfying(
                        DemoEvent.MigrationChanged.class,
                        change -> {
                            assertThat(change.state()).isEqualTo(state);
                            assertThat(change.downtime().isPresent()).isEqualTo(measured);
                        });
        assertThat(events.moving()).isEqualTo(moving);
    }
}
