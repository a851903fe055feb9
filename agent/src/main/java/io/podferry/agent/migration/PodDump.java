package io.podferry.agent.migration;

import io.podferry.agent.checkpoint.ContainerDump;
import io.podferry.agent.checkpoint.DumpState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The dumps of all containers of a pod, voting as one: each is held until all are complete, and all
 * get the same vote. Used by one thread at a time, except {@link #heartbeat}.
 */
public final class PodDump {
    private final Map<String, ContainerDump> dumps;
    private final int containers;

    /**
     * Puts the dumps of one pod together.
     *
     * @param dumps those that were started, by name of the container
     * @param containers how many the pod has; one without a dump can be thawed, but never promised
     *     or killed
     */
    public PodDump(Map<String, ContainerDump> dumps, int containers) {
        this.dumps = new TreeMap<>(dumps);
        this.containers = containers;
    }

    /** The folders with the images, by name of the container. */
    public Map<String, Path> images() {
        Map<String, Path> images = new TreeMap<>();
        dumps.forEach((name, dump) -> images.put(name, dump.images()));
        return images;
    }

    /**
     * One look at all containers.
     *
     * @param frozenAt time at which the first container stood still
     * @param allFrozen whether all stand still
     * @param allAwaitVote whether all stand still with a complete dump
     */
    record Look(Optional<Instant> frozenAt, boolean allFrozen, boolean allAwaitVote) {}

    /**
     * Looks at all containers once: it costs dozens of system calls.
     *
     * @throws StepFailure when one of them failed, or stands still no more
     */
    Look look() throws StepFailure {
        if (dumps.size() < containers) {
            throw new StepFailure(
                    "only %d of %d containers have a checkpoint"
                            .formatted(dumps.size(), containers));
        }
        Optional<Instant> first = Optional.empty();
        boolean allFrozen = true;
        boolean allAwait = true;
        for (Map.Entry<String, ContainerDump> dump : dumps.entrySet()) {
            DumpState state = dump.getValue().poll();
            Optional<Instant> at = frozenAt(dump.getKey(), state);
            allFrozen &= at.isPresent();
            allAwait &= state instanceof DumpState.AwaitingVote;
            if (at.isPresent() && first.filter(f -> !f.isAfter(at.get())).isEmpty()) {
                first = at;
            }
        }
        return new Look(first, allFrozen, allAwait);
    }

    private static Optional<Instant> frozenAt(String container, DumpState state)
            throws StepFailure {
        return switch (state) {
            case DumpState.Running(Optional<Instant> at) -> at;
            case DumpState.AwaitingVote(Instant at, Instant ignored) -> Optional.of(at);
            case DumpState.Failed(String reason, boolean alive) ->
                    throw new StepFailure(
                            "the checkpoint of container '%s' failed: %s"
                                    .formatted(container, reason));
            case DumpState.Resumed resumed ->
                    throw new StepFailure(
                            "container '%s' runs again, so its checkpoint is void"
                                    .formatted(container));
            case DumpState.Killed killed ->
                    throw new StepFailure("container '%s' was killed".formatted(container));
        };
    }

    void heartbeat() {
        dumps.values().forEach(ContainerDump::heartbeat);
    }

    /** Promises for all containers; false when a dead-man's time-out was faster for one of them. */
    boolean promise() {
        boolean all = true;
        for (ContainerDump dump : dumps.values()) {
            all &= dump.promise();
        }
        return all;
    }

    /** Votes for all containers; false when the opposite was decided before for one of them. */
    boolean vote(boolean commit) {
        boolean all = true;
        for (ContainerDump dump : dumps.values()) {
            all &= dump.vote(commit);
        }
        return all;
    }

    /**
     * Whether every dump has ended as voted; repairs those whose CRIU or runc died. A container
     * that died by itself, of the kernel's hand say, has nothing left to thaw: giving up is then
     * done, and its death is told by the node's next reading.
     */
    boolean settled(boolean commit, java.util.function.Consumer<String> repaired) {
        boolean all = true;
        for (ContainerDump dump : dumps.values()) {
            dump.repair().ifPresent(repaired);
            all &=
                    switch (dump.poll()) {
                        case DumpState.Killed killed -> commit;
                        case DumpState.Resumed resumed -> !commit;
                        case DumpState.Failed(String reason, boolean alive) -> !commit || !alive;
                        case DumpState.Running running -> false;
                        case DumpState.AwaitingVote waiting -> false;
                    };
        }
        return all;
    }
}
