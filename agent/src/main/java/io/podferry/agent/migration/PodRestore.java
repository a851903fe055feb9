package io.podferry.agent.migration;

import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import java.util.Map;
import java.util.TreeMap;

/** The held restores of all containers of a clone: let go together or removed together. Used by one thread at a time. */
public final class PodRestore {
    private final Map<String, HeldRestore> restores;

    /**
     * @param restores by name of the container
     */
    public PodRestore(Map<String, HeldRestore> restores) {
        this.restores = new TreeMap<>(restores);
    }

    /**
     * Whether all containers are rebuilt and held.
     *
     * @throws StepFailure when one of them failed or is held no more
     */
    boolean allHeld() throws StepFailure {
        boolean all = true;
        for (Map.Entry<String, HeldRestore> restore : restores.entrySet()) {
            switch (restore.getValue().poll()) {
                case RestoreState.Held held -> {}
                case RestoreState.Running running -> all = false;
                case RestoreState.Failed(String reason) ->
                        throw new StepFailure(
                                "the restore of container '%s' failed: %s".formatted(restore.getKey(), reason));
                case RestoreState.Removed removed ->
                        throw new StepFailure("the clone of container '%s' was removed".formatted(restore.getKey()));
                case RestoreState.Released released ->
                        throw new StepFailure("container '%s' executes already".formatted(restore.getKey()));
            }
        }
        return all;
    }

    /** Whether all containers execute. Failures count as "no". */
    boolean allReleased() {
        return restores.values().stream().allMatch(r -> r.poll() instanceof RestoreState.Released);
    }

    /** Whether one of them can no longer be let go. */
    boolean anyLost() {
        return restores.values().stream()
                .map(HeldRestore::poll)
                .anyMatch(s -> s instanceof RestoreState.Failed || s instanceof RestoreState.Removed);
    }

    void heartbeat() {
        restores.values().forEach(HeldRestore::heartbeat);
    }

    boolean vote(boolean release) {
        boolean all = true;
        for (HeldRestore restore : restores.values()) {
            all &= restore.vote(release);
        }
        return all;
    }

    void repair() {
        restores.values().forEach(HeldRestore::repair);
    }
}
