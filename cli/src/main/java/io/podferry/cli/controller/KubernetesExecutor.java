package io.podferry.cli.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.agent.migration.TargetSide;
import io.podferry.extender.pods.MoveRefused;
import io.podferry.extender.pods.OwnedPods;
import io.podferry.extender.pods.PodActions;
import io.podferry.extender.pods.SpecObstacles;
import io.podferry.policy.migration.MigrationExecutor;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.Step;
import io.podferry.policy.migration.StepStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries steps out on Kubernetes: first what a step does to pod objects, then the agent's part.
 * Each step has a virtual thread of its own until the agent has been asked; {@link #poll} looks
 * into maps only. Thread-safe.
 */
final class KubernetesExecutor implements MigrationExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesExecutor.class);
    private static final Duration RETRY = Duration.ofMillis(300);

    private record Key(MigrationId id, Step step, long epoch) {}

    private final MigrationExecutor agents;
    private final PodActions pods;
    private final OwnedPods owned;
    private final Footprints footprints;
    private final HoldBook holds;
    private final Runnable wake;
    private final Map<Key, StepStatus> preparing = new ConcurrentHashMap<>();
    private final Set<Key> asked = ConcurrentHashMap.newKeySet();
    private final Set<MigrationId> admitted = ConcurrentHashMap.newKeySet();

    /**
     * @param agents asks the agents
     * @param wake called when something has changed
     */
    KubernetesExecutor(
            MigrationExecutor agents,
            PodActions pods,
            OwnedPods owned,
            Footprints footprints,
            HoldBook holds,
            Runnable wake) {
        this.agents = agents;
        this.pods = pods;
        this.owned = owned;
        this.footprints = footprints;
        this.holds = holds;
        this.wake = wake;
    }

    /** Starting a step whose last try failed does all of it again. */
    @Override
    public void start(MigrationRecord record, Step step) {
        Key key = new Key(record.id(), step, record.epoch());
        if (asked.contains(key) && !(agents.poll(record, step) instanceof StepStatus.Failed)) {
            return;
        }
        StepStatus before = preparing.get(key);
        if (before == null || before instanceof StepStatus.Failed || asked.remove(key)) {
            preparing.put(key, StepStatus.Pending.unknown("asking the API server"));
            Thread.ofVirtual()
                    .name("step-" + step + "-" + record.id())
                    .start(() -> begin(key, record));
        }
    }

    @Override
    public StepStatus poll(MigrationRecord record, Step step) {
        Key key = new Key(record.id(), step, record.epoch());
        if (!asked.contains(key)) {
            return preparing.getOrDefault(key, StepStatus.Pending.unknown("not yet asked"));
        }
        StepStatus status = agents.poll(record, step);
        if (step == Step.HOLD_TARGET
                && status
                        instanceof
                        StepStatus.Pending(String detail, var reached, Map<String, Long> facts)
                && facts.containsKey(TargetSide.EXPECTED)) {
            if (admitted.add(record.id())) {
                Thread.ofVirtual()
                        .name("admit-" + record.id())
                        .start(() -> untilDone(key, () -> admit(record)));
            }
            Map<String, Long> figures = new TreeMap<>(facts);
            figures.remove(TargetSide.EXPECTED);
            return new StepStatus.Pending(detail, reached, figures);
        }
        return status;
    }

    /** Forgets the statuses of a migration that has ended. */
    void forget(MigrationId id) {
        preparing.keySet().removeIf(key -> key.id().equals(id));
        asked.removeIf(key -> key.id().equals(id));
        admitted.remove(id);
        holds.remove(id);
        footprints.forget(id);
    }

    /** Something to do with pod objects. */
    @FunctionalInterface
    private interface Effect {
        void run() throws IOException, MoveRefused;
    }

    private void begin(Key key, MigrationRecord record) {
        if (untilDone(key, () -> prepare(record, key.step()))) {
            agents.start(record, key.step());
            asked.add(key);
            wake.run();
        }
    }

    /** Silence of the API server proves nothing: asked again until the migration is forgotten. */
    private boolean untilDone(Key key, Effect effect) {
        while (preparing.containsKey(key)) {
            try {
                effect.run();
                return true;
            } catch (MoveRefused e) {
                preparing.put(key, new StepStatus.Failed(String.valueOf(e.getMessage())));
                wake.run();
                return false;
            } catch (IOException | RuntimeException e) {
                LOG.warn("migration {}: {}: {}", key.id(), key.step(), e.getMessage());
                preparing.computeIfPresent(
                        key, (_, _) -> StepStatus.Pending.unknown(String.valueOf(e.getMessage())));
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private void prepare(MigrationRecord record, Step step) throws IOException, MoveRefused {
        switch (step) {
            case PREFLIGHT_SOURCE -> {
                requireMovable(record);
                footprints.read(record);
            }
            case HOLD_TARGET -> {
                ObjectNode source = requireSource(record);
                footprints.put(record, source, obtainClone(record, source));
            }
            case KILL_SOURCE -> {
                footprints.read(record);
                pods.dismissSource(record);
            }
            case RELEASE_TARGET -> {
                footprints.read(record);
                if (!KubernetesOrders.holdsFirst(record)) {
                    admit(record);
                }
            }
            case ABORT_TARGET -> {
                footprints.read(record);
                holds.remove(record.id());
                pods.dismissClone(record);
            }
            case ABORT_SOURCE -> {
                footprints.read(record);
                takeBack(record);
            }
            case PREFLIGHT_TARGET,
                    DUMP_AND_SHIP,
                    PREPARE_TARGET,
                    PROMISE_SOURCE,
                    CLEAN_SOURCE,
                    CLEAN_TARGET ->
                    footprints.read(record);
        }
    }

    private ObjectNode obtainClone(MigrationRecord record, ObjectNode source)
            throws IOException, MoveRefused {
        Optional<String> owner = OwnedPods.owner(source);
        if (owner.isEmpty()) {
            return pods.obtainClone(record, source);
        }
        // The extender must know before the controller makes the replacement.
        holds.expect(record, owner.get());
        return owned.obtain(record, source, owner.get())
                .orElseThrow(() ->
                        new IOException("waiting for the replacement that is to be the clone"));
    }

    /** Nothing is left of a source that is gone, so nothing is to be put back. */
    private void takeBack(MigrationRecord record) throws IOException {
        Optional<ObjectNode> source = pods.source(record);
        if (source.isPresent()) {
            owned.undo(record, source.get());
        }
    }

    private ObjectNode requireSource(MigrationRecord record) throws IOException, MoveRefused {
        Optional<ObjectNode> found = pods.source(record);
        if (found.isEmpty()) {
            throw new MoveRefused(
                    "pod '%s' with UID %s is gone. A pod of the same name is another one."
                            .formatted(record.podName(), record.podUid()));
        }
        return found.get();
    }

    private void requireMovable(MigrationRecord record) throws IOException, MoveRefused {
        ObjectNode pod = requireSource(record);
        if (!PodActions.node(pod).equals(record.source().value())) {
            throw new MoveRefused(
                    "pod '%s' is on node '%s', not on '%s'"
                            .formatted(record.podName(), PodActions.node(pod), record.source()));
        }
        if (pod.path("metadata").has("deletionTimestamp")) {
            throw new MoveRefused("pod '%s' is being deleted".formatted(record.podName()));
        }
        List<String> obstacles = SpecObstacles.of(pod);
        if (!obstacles.isEmpty()) {
            throw new MoveRefused(
                    "pod '%s' cannot be moved: %s"
                            .formatted(record.podName(), String.join("; ", obstacles)));
        }
    }

    /** First the extender knows, then the scheduler asks. */
    private void admit(MigrationRecord record) throws IOException {
        Optional<ObjectNode> clone = pods.clone(record);
        if (clone.isPresent() && PodActions.node(clone.get()).isEmpty()) {
            holds.add(record, PodActions.uid(clone.get()));
            pods.admit(clone.get());
        }
    }
}
