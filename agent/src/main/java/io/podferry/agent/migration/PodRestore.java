package io.podferry.agent.migration;

import io.podferry.agent.checkpoint.HeldRestore;
import io.podferry.agent.checkpoint.RestoreState;
import java.util.Map;
import java.util.TreeMap;

/**
 * The held restores of all containers of a clone: let go together or removed together. Used by one
 * thread at a time.
 */
public final class PodRestore {
    private final Map<String, HeldRestore> restores;
    private final int containers;

    /**
     * Puts the restores of one clone together.
     *
     * @param restores those that were started, by name of the container
     * @param containers how many the pod has; without all of them it is lost
     */
    public PodRestore(Map<String, HeldRestore> restores, int containers) {
        this.restores = new TreeMap<>(restores);
        this.containers = containers;
    }

    /**
     * Whether all containers are rebuilt and held.
     *
     * @throws StepFailure when one of them failed or is held no more
     */
    boolean allHeld() throws StepFailure {
        if (restores.size() < containers) {
            throw new StepFailure(
                    "only %d of %d containers were rebuilt".formatted(restores.size(), containers));
        }
        boolean all = true;
        for (Map.Entry<String, HeldRestore> restore : restores.entrySet()) {
            switch (restore.getValue().poll()) {
                case RestoreState.Held held -> {}
                case RestoreState.Running running -> all = false;
                case RestoreState.Failed(String reason) ->
                        throw new StepFailure(
                                "the restore of container '%s' failed: %s"
                                        .formatted(restore.getKey(), reason));
                case RestoreState.Removed removed ->
                        throw new StepFailure(
                                "the clone of container '%s' was removed"
                                        .formatted(restore.getKey()));
                case RestoreState.Released released ->
                        throw new StepFailure(
                                "container '%s' executes already".formatted(restore.getKey()));
            }
        }
        return all;
    }

    /** Whether all containers execute. Failures count as "no". */
    boolean allReleased() {
        return restores.size() == containers
                && restores.values().stream()
                        .allMatch(r -> r.poll() instanceof RestoreState.Released);
    }

    /** Whether one of them can no longer be let go. */
    boolean anyLost() {
        return restores.size() < containers
                || restores.values().stream()
                        .map(HeldRestore::poll)
                        .anyMatch(s ->
                                s instanceof RestoreState.Failed
                                        || s instanceof RestoreState.Removed);
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
