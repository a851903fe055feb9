package io.podferry.extender.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.extender.advice.ClusterView;
import io.podferry.extender.advice.Hold;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A cluster in a file, for trying the extender out:
 *
 * <pre>
 *   {"nodes": [{"name": "n1", "usable": "8Gi", "memory": "5Gi"}],
 *    "pods": [{"name": "lab/solver", "node": "n1", "memory": "2Gi", "growthPerSecond": "20Mi"}],
 *    "migrations": [{"id": "m-1", "pod": "lab/solver", "target": "n2"}]}
 * </pre>
 *
 * Immutable.
 */
public final class SnapshotFile {
    private static final int HISTORY_SECONDS = 60;
    private static final int STEP_SECONDS = 5;

    private final Path file;
    private final List<NodeSnapshot> nodes = new ArrayList<>();
    private final List<Growing> pods = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();

    private record Growing(PodSnapshot pod, long bytesPerSecond) {}

    private SnapshotFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws IOException naming the place when the file does not hold a cluster
     */
    public static SnapshotFile read(Path file) throws IOException {
        SnapshotFile read = new SnapshotFile(file);
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            read.keys(root, "the file", Set.of("nodes", "pods", "migrations"));
            for (JsonNode node : root.path("nodes")) {
                read.node(node);
            }
            for (JsonNode pod : root.path("pods")) {
                read.pod(pod);
            }
            for (JsonNode migration : root.path("migrations")) {
                read.migration(migration);
            }
        } catch (JsonProcessingException e) {
            throw new IOException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
        if (read.nodes.isEmpty()) {
            throw new IOException("%s names no nodes. Maybe 'nodes' is missing?".formatted(file));
        }
        return read;
    }

    /** What follows from the file at this time; pods have grown up to it and stand there. */
    public ClusterView view(Instant now) {
        ViewMaker maker = new ViewMaker();
        for (int ago = HISTORY_SECONDS; ago > 0; ago -= STEP_SECONDS) {
            maker.observe(at(now.minusSeconds(ago), ago));
        }
        return maker.view(at(now, 0), holds);
    }

    private ClusterSnapshot at(Instant time, int secondsAgo) {
        Map<NodeName, Long> less = new HashMap<>();
        List<PodSnapshot> then = new ArrayList<>();
        for (Growing growing : pods) {
            PodSnapshot pod = growing.pod();
            long memory = pod.memory().bytes() - growing.bytesPerSecond() * secondsAgo;
            memory = Math.max(0, memory);
            less.merge(pod.node(), pod.memory().bytes() - memory, Long::sum);
            then.add(
                    new PodSnapshot(
                            pod.uid(),
                            pod.previousUid(),
                            pod.name(),
                            pod.node(),
                            pod.workloadClass(),
                            pod.labels(),
                            new DataSize(memory),
                            time,
                            pod.limit(),
                            pod.startedAt(),
                            pod.obstacles()));
        }
        List<NodeSnapshot> nodesThen = new ArrayList<>();
        for (NodeSnapshot node : nodes) {
            DataSize grown = new DataSize(less.getOrDefault(node.name(), 0L));
            nodesThen.add(
                    new NodeSnapshot(
                            node.name(),
                            node.usable(),
                            node.memory().minusOrZero(grown),
                            time,
                            node.pressureSome10(),
                            node.schedulable()));
        }
        return new ClusterSnapshot(time, nodesThen, then);
    }

    private void node(JsonNode node) throws IOException {
        keys(node, "a node", Set.of("name", "usable", "memory", "schedulable"));
        nodes.add(
                new NodeSnapshot(
                        new NodeName(text(node, "name")),
                        DataSize.parse(text(node, "usable")),
                        DataSize.parse(text(node, "memory")),
                        Instant.EPOCH,
                        OptionalDouble.empty(),
                        node.path("schedulable").asBoolean(true)));
    }

    private void pod(JsonNode pod) throws IOException {
        keys(
                pod,
                "a pod",
                Set.of("uid", "name", "node", "memory", "limit", "growthPerSecond", "class"));
        String name = text(pod, "name");
        NodeName node = new NodeName(text(pod, "node"));
        if (nodes.stream().noneMatch(known -> known.name().equals(node))) {
            throw new IOException(
                    "%s: pod %s is on node '%s', which is not among the nodes"
                            .formatted(file, name, node));
        }
        Optional<DataSize> limit =
                pod.has("limit")
                        ? Optional.of(DataSize.parse(text(pod, "limit")))
                        : Optional.empty();
        PodSnapshot snapshot =
                new PodSnapshot(
                        new PodUid(pod.path("uid").asText(name)),
                        Optional.empty(),
                        name,
                        node,
                        pod.path("class").asText(name),
                        Map.of(),
                        DataSize.parse(text(pod, "memory")),
                        Instant.EPOCH,
                        limit,
                        Instant.EPOCH,
                        List.of());
        String growth = pod.path("growthPerSecond").asText("0");
        pods.add(new Growing(snapshot, DataSize.parse(growth).bytes()));
    }

    private void migration(JsonNode migration) throws IOException {
        keys(migration, "a migration", Set.of("id", "pod", "target", "cloneUid", "ownerUid"));
        String name = text(migration, "pod");
        PodSnapshot source =
                pods.stream()
                        .map(Growing::pod)
                        .filter(pod -> pod.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new IOException(
                                        "%s: a migration moves pod '%s', which is not among the pods"
                                                .formatted(file, name)));
        String id = text(migration, "id");
        holds.add(
                new Hold(
                        id,
                        source.uid().value(),
                        name,
                        migration.path("cloneUid").asText(id),
                        Optional.ofNullable(migration.path("ownerUid").textValue()),
                        text(migration, "target"),
                        source.memory()));
    }

    private String text(JsonNode object, String key) throws IOException {
        JsonNode value = object.path(key);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IOException(
                    "%s: '%s' is missing in %s. Maybe add \"%s\": \"...\"?"
                            .formatted(file, key, object, key));
        }
        return value.asText();
    }

    private void keys(JsonNode object, String what, Set<String> known) throws IOException {
        if (!object.isObject()) {
            throw new IOException("%s: %s must be a JSON object".formatted(file, what));
        }
        Set<String> strange = new HashSet<>();
        object.fieldNames().forEachRemaining(strange::add);
        strange.removeAll(known);
        if (!strange.isEmpty()) {
            throw new IOException(
                    "%s: %s has no key %s. There are: %s"
                            .formatted(
                                    file,
                                    what,
                                    strange,
                                    String.join(", ", known.stream().sorted().toList())));
        }
    }
}
