package io.podferry.cli.engine;

import io.podferry.agent.api.AgentLink;
import io.podferry.agent.api.AgentRefusedException;
import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.MoveRequest;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.RunRequest;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.migration.Answer;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationRequest;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.NearestName;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people ask of pods: run, move, clone, remove, logs. Thread-safe; every method may block. */
final class PodService {
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private static final Logger LOG = LoggerFactory.getLogger(PodService.class);
    private static final int UNDO_TRIES = 300;
    private static final Duration UNDO_PAUSE = Duration.ofSeconds(2);

    private final ClusterConfig config;
    private final PodRegistry registry;
    private final Views views;
    private final Placer placer;
    private final EngineLoop loop;
    private final MigrationBoard board;
    private final Function<NodeName, AgentLink> links;
    private final InstantSource clock;
    private final Consumer<ClusterEvent> events;

    PodService(
            ClusterConfig config,
            PodRegistry registry,
            Views views,
            Placer placer,
            EngineLoop loop,
            MigrationBoard board,
            Function<NodeName, AgentLink> links,
            InstantSource clock,
            Consumer<ClusterEvent> events) {
        this.config = config;
        this.registry = registry;
        this.views = views;
        this.placer = placer;
        this.loop = loop;
        this.board = board;
        this.links = links;
        this.clock = clock;
        this.events = events;
    }

    PodView run(RunRequest request) {
        String name = request.spec().name();
        if (request.spec().containers().isEmpty()) {
            throw new ApiRefusal(400, "pod '%s' has no container".formatted(name));
        }
        PodEntry entry;
        synchronized (this) {
            requireFree(name);
            String node =
                    request.node() == null ? placer.forNew(request.spec()) : node(request.node());
            long now = clock.millis();
            String uid = PodUids.fresh(name);
            entry =
                    new PodEntry(
                            uid,
                            null,
                            request.spec(),
                            node,
                            request.restart(),
                            0,
                            now,
                            now,
                            null,
                            null,
                            null);
            registry.put(entry);
        }
        start(entry);
        PodView view = views.pod(entry);
        events.accept(new ClusterEvent.PodStarted(clock.millis(), view));
        return view;
    }

    private void start(PodEntry entry) {
        try {
            links.apply(new NodeName(entry.node())).run(entry.spec(), entry.uid());
        } catch (AgentRefusedException e) {
            registry.remove(entry.uid());
            throw new ApiRefusal(e.status() < 500 ? 409 : 502, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // It may have started or not: take it back, so that what people see is what there is.
            registry.remove(entry.uid());
            Thread.ofVirtual().name("undo-" + entry.uid()).start(() -> undo(entry));
            throw new ApiRefusal(502, silent(entry.node(), e));
        }
    }

    private void undo(PodEntry entry) {
        for (int i = 0; i < UNDO_TRIES; i++) {
            try {
                links.apply(new NodeName(entry.node())).remove(entry.uid());
                return;
            } catch (IOException e) {
                LOG.warn(
                        "cannot take back pod {} on {}: {}",
                        entry.uid(),
                        entry.node(),
                        e.toString());
                try {
                    Thread.sleep(UNDO_PAUSE);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    void remove(String name) {
        PodEntry entry = entry(name);
        if (moving(entry.uid())) {
            throw new ApiRefusal(
                    409,
                    "pod '%s' is moving. Maybe wait for the end of the move, or abort it first?"
                            .formatted(name));
        }
        try {
            links.apply(new NodeName(entry.node())).remove(entry.uid());
        } catch (IOException e) {
            throw new ApiRefusal(502, silent(entry.node(), e));
        }
        registry.remove(entry.uid());
        events.accept(new ClusterEvent.PodRemoved(clock.millis(), entry.uid(), name));
    }

    String logs(String name, int tail) {
        PodEntry entry = entry(name);
        try {
            return links.apply(new NodeName(entry.node())).logs(entry.uid(), tail);
        } catch (IOException e) {
            throw new ApiRefusal(502, silent(entry.node(), e));
        }
    }

    MigrationView move(String name, MoveRequest request) throws InterruptedException {
        PodEntry entry = entry(name);
        PodView pod = views.pod(entry);
        if (!pod.live()) {
            throw new ApiRefusal(
                    409,
                    "pod '%s' is %s; only a running pod can move".formatted(name, pod.state()));
        }
        if (!pod.obstacles().isEmpty()) {
            throw new ApiRefusal(
                    409,
                    "pod '%s' cannot be moved: %s"
                            .formatted(name, String.join("; ", pod.obstacles())));
        }
        String clone = name;
        if (request.cloneName() != null) {
            clone = request.cloneName();
            requireFree(clone);
        }
        String target = request.to() == null ? placer.forMove(pod) : node(request.to());
        if (target.equals(pod.node())) {
            throw new ApiRefusal(
                    409,
                    "pod '%s' is on %s already. Maybe name another node?".formatted(name, target));
        }
        MigrationRequest wish =
                new MigrationRequest(
                        new PodUid(pod.uid()),
                        name,
                        clone,
                        new NodeName(pod.node()),
                        new NodeName(target),
                        DataSize.ofBytes(pod.memoryBytes()),
                        clone.equals(name)
                                ? "somebody wants it there"
                                : "to go on as '" + clone + "'",
                        "operator");
        return accepted(loop.call(coordinator -> shown(coordinator.submit(wish, clock.instant()))));
    }

    MigrationView abort(String id) throws InterruptedException {
        return accepted(
                loop.call(coordinator ->
                        shown(
                                coordinator.abort(
                                        new MigrationId(id),
                                        "given up by hand",
                                        clock.instant()))));
    }

    /** On the loop's thread, so that no later state is overwritten. */
    private Answer shown(Answer answer) {
        if (answer instanceof Answer.Accepted(MigrationRecord record)) {
            board.entered(record);
        }
        return answer;
    }

    private MigrationView accepted(Answer answer) {
        return switch (answer) {
            case Answer.Accepted(MigrationRecord record) ->
                    board.find(record.id().value()).orElseThrow();
            case Answer.Refused(String reason) -> throw new ApiRefusal(409, reason);
        };
    }

    private boolean moving(String uid) {
        return board.open().stream()
                .anyMatch(m ->
                        !m.cloneRuns() && (m.podUid().equals(uid) || m.cloneUid().equals(uid)));
    }

    private void requireFree(String name) {
        if (!name.matches(NAME)) {
            throw new ApiRefusal(
                    400,
                    "'%s' cannot be the name of a pod. Use 1 to 63 of a-z, 0-9 and '-', not at the ends."
                            .formatted(name));
        }
        boolean taken =
                registry.all().stream().anyMatch(entry -> entry.name().equals(name))
                        || board.open().stream().anyMatch(m -> m.cloneName().equals(name));
        if (taken) {
            throw new ApiRefusal(
                    409,
                    "there is a pod '%s' already. Choose another name, or remove it with 'podferry local rm %s'."
                            .formatted(name, name));
        }
    }

    private PodEntry entry(String name) {
        Optional<PodView> pod = views.pod(name);
        return pod.flatMap(view -> registry.find(view.uid()))
                .orElseThrow(() ->
                        unknown("pod", name, registry.all().stream().map(PodEntry::name).toList()));
    }

    private String node(String name) {
        List<String> names = config.nodes().stream().map(ClusterConfig.Node::name).toList();
        if (!names.contains(name)) {
            throw unknown("node", name, names);
        }
        return name;
    }

    private static ApiRefusal unknown(String what, String name, Collection<String> known) {
        String hint =
                NearestName.of(name, known)
                        .map(near -> "Maybe '" + near + "'?")
                        .orElse(
                                known.isEmpty()
                                        ? "There is none."
                                        : "There are: " + String.join(", ", known) + ".");
        return new ApiRefusal(404, "no %s '%s'. %s".formatted(what, name, hint));
    }

    private static String silent(String node, IOException e) {
        return "the agent of %s did not do it: %s. Maybe 'podferry local up' heals it?"
                .formatted(node, e.getMessage());
    }
}
