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

    /** When all containers stood still, empty before. */
    Optional<Instant> allFrozenAt() {
        Optional<Instant> last = Optional.empty();
        if (dumps.size() < containers) {
            return last;
        }
        for (ContainerDump dump : dumps.values()) {
            Optional<Instant> at = frozenAt(dump.poll());
            if (at.isEmpty()) {
                return at;
            }
            last = last.filter(l -> l.isAfter(at.get())).or(() -> at);
        }
        return last;
    }

    /** Time at which the first container stood still. */
    Optional<Instant> frozenAt() {
        return dumps.values().stream()
                .flatMap(dump -> frozenAt(dump.poll()).stream())
                .min(Instant::compareTo);
    }

    private static Optional<Instant> frozenAt(DumpState state) {
        return switch (state) {
            case DumpState.Running(Optional<Instant> at) -> at;
            case DumpState.AwaitingVote(Instant at, Instant ignored) -> Optional.of(at);
            case DumpState.Failed failed -> Optional.empty();
            case DumpState.Killed killed -> Optional.empty();
            case DumpState.Resumed resumed -> Optional.empty();
        };
    }

    /**
     * Whether all containers stand still with a complete dump.
     *
     * @throws StepFailure when one of them failed, or stands still no more
     */
    boolean allAwaitVote() throws StepFailure {
        if (dumps.size() < containers) {
            throw new StepFailure(
                    "only %d of %d containers have a checkpoint"
                            .formatted(dumps.size(), containers));
        }
        boolean all = true;
        for (Map.Entry<String, ContainerDump> dump : dumps.entrySet()) {
            switch (dump.getValue().poll()) {
                case DumpState.AwaitingVote waiting -> {}
                case DumpState.Running running -> all = false;
                case DumpState.Failed(String reason, boolean alive) ->
                        throw new StepFailure(
                                "the checkpoint of container '%s' failed: %s"
                                        .formatted(dump.getKey(), reason));
                case DumpState.Resumed resumed ->
                        throw new StepFailure(
                                "container '%s' runs again, so its checkpoint is void"
                                        .formatted(dump.getKey()));
                case DumpState.Killed killed ->
                        throw new StepFailure("container '%s' was killed".formatted(dump.getKey()));
            }
        }
        return all;
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
