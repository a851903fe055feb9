package io.podferry.cli.controller;

import io.podferry.cli.engine.EngineLoop;
import io.podferry.extender.kubernetes.ObjectCache;
import io.podferry.extender.migrations.CustomResourceStore;
import io.podferry.extender.migrations.PodMigrationWish;
import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.pods.ObjectEvents;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.Answer;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationRequest;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what people wish: PodMigrations without a status, and pods that say which pod they
 * continue. What cannot be done is said in an Event, once in a while. Used by one thread.
 */
final class Wishes {
    private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);
    private static final String REFUSED = "MoveRefused";
    private static final String OPERATOR = "operator";

    private final CustomResourceStore store;
    private final ObjectCache<PodFacts> pods;
    private final KubernetesTelemetry telemetry;
    private final EngineLoop loop;
    private final ObjectEvents events;
    private final InstantSource clock;
    private final Map<String, Instant> said = new HashMap<>();

    Wishes(
            CustomResourceStore store,
            ObjectCache<PodFacts> pods,
            KubernetesTelemetry telemetry,
            EngineLoop loop,
            ObjectEvents events,
            InstantSource clock) {
        this.store = store;
        this.pods = pods;
        this.telemetry = telemetry;
        this.loop = loop;
        this.events = events;
        this.clock = clock;
    }

    /** Looks once for wishes that nobody has taken up. */
    void look() throws IOException, InterruptedException {
        for (PodMigrationWish wish : store.wishes()) {
            take(wish);
        }
        for (PodFacts pod : pods.all()) {
            if (pod.cloneOf().isPresent()
                    && pod.node().isEmpty()
                    && !pod.leaving()
                    && !pod.labels().containsKey(PodFacts.MIGRATION)) {
                take(pod, pod.cloneOf().get());
            }
        }
        said.values().removeIf(at -> at.isBefore(clock.instant().minus(SAY_AGAIN)));
    }

    private void take(PodMigrationWish wish) throws InterruptedException {
        ObjectEvents.About about = MigrationNews.about(wish.namespace(), wish.name());
        MigrationRequest request;
        Instant createdAt;
        MigrationId id;
        try {
            id = identity(wish.name());
            createdAt = Instant.parse(wish.createdAt());
            request =
                    new MigrationRequest(
                            new PodUid(wish.podUid()),
                            wish.namespace() + "/" + wish.podName(),
                            wish.namespace() + "/" + wish.cloneName(),
                            new NodeName(wish.source()),
                            new NodeName(wish.target()),
                            size(wish),
                            wish.reason().isBlank() ? "somebody wants it there" : wish.reason(),
                            OPERATOR);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            refuse(about, "it cannot be understood: " + e.getMessage());
            return;
        }
        PodFacts pod = pods.get(wish.podUid());
        Answer answer;
        if (pod == null || !pod.qualifiedName().equals(request.podName())) {
            answer =
                    new Answer.Refused(
                            "there is no pod '%s' with UID %s. A pod of the same name is another one."
                                    .formatted(request.podName(), request.podUid()));
        } else {
            answer = adopt(id, wish, request, createdAt);
        }
        if (answer instanceof Answer.Refused(String reason)) {
            refuse(about, reason);
            store.compareAndSet(refused(id, wish, request, createdAt, reason));
        }
    }

    /** What was wished is at least what the pod uses now. */
    private DataSize size(PodMigrationWish wish) {
        long used =
                telemetry.last().pods().stream()
                        .filter(pod -> pod.uid().value().equals(wish.podUid()))
                        .mapToLong(pod -> pod.memory().bytes())
                        .findFirst()
                        .orElse(0);
        return new DataSize(Math.max(used, wish.sizeBytes()));
    }

    private MigrationRecord refused(
            MigrationId id,
            PodMigrationWish wish,
            MigrationRequest request,
            Instant createdAt,
            String reason) {
        return new MigrationRecord(
                id,
                1,
                0,
                MigrationState.ABORTED,
                request.podUid(),
                new PodUid(wish.cloneUid()),
                request.podName(),
                request.cloneName(),
                request.source(),
                request.target(),
                request.size(),
                request.reason(),
                request.requestedBy(),
                createdAt,
                clock.instant(),
                Optional.empty(),
                Optional.of(reason),
                0,
                Map.of());
    }

    private Answer adopt(
            MigrationId id, PodMigrationWish wish, MigrationRequest request, Instant createdAt)
            throws InterruptedException {
        return loop.call(coordinator ->
                coordinator.adopt(
                        id, new PodUid(wish.cloneUid()), request, createdAt, clock.instant()));
    }

    private static MigrationId identity(String name) {
        if (!name.matches("[A-Za-z0-9-]{1,63}")) {
            throw new IllegalArgumentException(
                    "'%s' cannot be a migration's name: letters, digits and '-', at most 63"
                            .formatted(name));
        }
        return new MigrationId(name);
    }

    private void take(PodFacts clone, String sourceName) throws InterruptedException {
        ObjectEvents.About about =
                new ObjectEvents.About(
                        "v1", "Pod", clone.namespace(), clone.name(), clone.uid().orElse(""));
        ClusterSnapshot cluster = telemetry.last();
        Optional<PodSnapshot> source =
                cluster.pods().stream().filter(pod -> pod.name().equals(sourceName)).findFirst();
        if (source.isEmpty()) {
            refuse(
                    about,
                    "no agent knows a running pod '%s', which it is to continue. Maybe another name, or another namespace?"
                            .formatted(sourceName));
            return;
        }
        PodSnapshot moving = source.get();
        Optional<NodeName> target = target(cluster, moving);
        if (target.isEmpty()) {
            refuse(
                    about,
                    "no other node has %s free for '%s'. Maybe add a node?"
                            .formatted(moving.memory(), sourceName));
            return;
        }
        MigrationRequest request =
                new MigrationRequest(
                        moving.uid(),
                        sourceName,
                        clone.qualifiedName(),
                        moving.node(),
                        target.get(),
                        moving.memory(),
                        "pod '%s' was made to continue it".formatted(clone.name()),
                        OPERATOR);
        Answer answer =
                loop.call(coordinator ->
                        coordinator.active().stream()
                                        .anyMatch(r -> r.cloneName().equals(request.cloneName()))
                                ? new Answer.Refused("")
                                : coordinator.submit(request, clock.instant()));
        if (answer instanceof Answer.Refused(String reason) && !reason.isEmpty()) {
            refuse(about, reason);
        }
    }

    /** The node with the most room, if the pod has room there with a tenth to spare. */
    private static Optional<NodeName> target(ClusterSnapshot cluster, PodSnapshot pod) {
        DataSize wanted = DataSize.ofBytes(pod.memory().bytes() + pod.memory().bytes() / 10);
        return cluster.nodes().stream()
                .filter(node -> !node.name().equals(pod.node()) && node.schedulable())
                .filter(node -> node.headroom().compareTo(wanted) >= 0)
                .max(
                        Comparator.comparing(NodeSnapshot::headroom)
                                .thenComparing(node -> node.name().value()))
                .map(NodeSnapshot::name);
    }

    private void refuse(ObjectEvents.About about, String reason) {
        String key = about.kind() + about.namespace() + "/" + about.name() + reason;
        if (said.putIfAbsent(key, clock.instant()) == null) {
            LOG.warn("{} {}/{}: {}", about.kind(), about.namespace(), about.name(), reason);
            events.tell(about, true, REFUSED, reason);
        }
    }
}
