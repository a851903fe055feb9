package io.podferry.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationState;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.EventSink;
import io.podferry.simulations.scenario.DemoPod;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What pods and migrations of the API server show of a run, as its events, and where the counters
 * answer. A clone goes by the name of the pod that it continues. Only {@link #find} may be called
 * by other threads.
 */
final class ObjectEvents {
    private static final String CLONE_OF = "podferry.io/clone-of";

    private final Map<String, DemoPod> scenario = new TreeMap<>();
    private final EventSink sink;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Integer> restarts = new HashMap<>();
    private final Map<String, String> phases = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private volatile Map<String, CounterClients.Endpoint> endpoints = Map.of();

    ObjectEvents(List<DemoPod> scenario, EventSink sink) {
        scenario.forEach(pod -> this.scenario.put(pod.name(), pod));
        this.sink = sink;
    }

    Optional<CounterClients.Endpoint> find(String pod) {
        return Optional.ofNullable(endpoints.get(pod));
    }

    /** Whether every pod of the scenario has been seen at work. */
    boolean allBegun() {
        return begun.containsAll(scenario.keySet());
    }

    /** Whether a move has begun and not ended. */
    boolean moving() {
        return phases.values().stream()
                .map(ObjectEvents::state)
                .anyMatch(state -> !runs(state) && state != MigrationState.ABORTED);
    }

    /**
     * Takes what is there now.
     *
     * @param migrations read before the pods
     */
    void look(Duration at, List<? extends JsonNode> pods, List<? extends JsonNode> migrations) {
        Map<String, CounterClients.Endpoint> next = new TreeMap<>();
        for (JsonNode pod : pods) {
            JsonNode metadata = pod.path("metadata");
            String source = metadata.path("annotations").path(CLONE_OF).asText("");
            String name = metadata.path("name").asText();
            String known = source.isEmpty() ? name : names.getOrDefault(source, source);
            names.put(name, known);
            JsonNode container = pod.path("status").path("containerStatuses").path(0);
            boolean runs = container.path("state").has("running");
            died(at, known, pod, container);
            if (runs && begun.add(known)) {
                started(at, known, pod, 0);
            }
            String address = pod.path("status").path("podIP").asText("");
            if (runs && !address.isEmpty()) {
                CounterClients.Endpoint endpoint =
                        new CounterClients.Endpoint(metadata.path("uid").asText(), address);
                next.merge(known, endpoint, (one, other) -> source.isEmpty() ? one : other);
            }
        }
        endpoints = next;
        migrations.forEach(migration -> changed(at, migration));
    }

    private void died(Duration at, String name, JsonNode pod, JsonNode container) {
        String uid = pod.path("metadata").path("uid").asText();
        int count = container.path("restartCount").asInt(0);
        if (count <= restarts.getOrDefault(uid, 0)) {
            return;
        }
        restarts.put(uid, count);
        JsonNode end = container.path("lastState").path("terminated");
        DemoPod known = scenario.get(name);
        if (known != null && end.path("reason").asText("").equals("OOMKilled")) {
            sink.accept(
                    new DemoEvent.PodKilled(
                            at,
                            name,
                            node(pod),
                            known.shape().at(worked(end)),
                            worked(end),
                            "the memory of the node's pods was used up"));
        }
        started(at, name, pod, count);
    }

    private static Duration worked(JsonNode end) {
        String from = end.path("startedAt").asText("");
        String to = end.path("finishedAt").asText("");
        return from.isEmpty() || to.isEmpty()
                ? Duration.ZERO
                : Duration.between(Instant.parse(from), Instant.parse(to));
    }

    private void started(Duration at, String name, JsonNode pod, int count) {
        DemoPod known = scenario.get(name);
        if (known != null) {
            sink.accept(
                    new DemoEvent.PodStarted(
                            at,
                            name,
                            new PodUid(pod.path("metadata").path("uid").asText()),
                            node(pod),
                            known.kind(),
                            count));
        }
    }

    private static NodeName node(JsonNode pod) {
        return new NodeName(pod.path("spec").path("nodeName").asText());
    }

    private void changed(Duration at, JsonNode migration) {
        String id = migration.path("metadata").path("name").asText();
        JsonNode status = migration.path("status");
        String phase = status.path("phase").asText("");
        if (phase.isEmpty() || phase.equals(phases.put(id, phase))) {
            return;
        }
        MigrationState state = state(phase);
        JsonNode spec = migration.path("spec");
        JsonNode facts = status.path("facts");
        String pod = spec.path("podName").asText();
        sink.accept(
                new DemoEvent.MigrationChanged(
                        at,
                        new MigrationId(id),
                        names.getOrDefault(pod, pod),
                        new NodeName(spec.path("source").asText()),
                        new NodeName(spec.path("target").asText()),
                        state,
                        state == MigrationState.PLANNED ? spec.path("reason").asText("") : "",
                        facts.path("imageBytes").asLong(0),
                        OptionalLong.of(spec.path("sizeBytes").asLong(0)),
                        runs(state) && facts.has("downtimeMillis")
                                ? Optional.of(
                                        Duration.ofMillis(facts.path("downtimeMillis").asLong()))
                                : Optional.empty()));
    }

    private static boolean runs(MigrationState state) {
        return state == MigrationState.RUNNING || state == MigrationState.DONE;
    }

    /** The state that a phase such as PreflightOk stands for. */
    private static MigrationState state(String phase) {
        return MigrationState.valueOf(
                phase.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT));
    }
}
