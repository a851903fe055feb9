package io.podferry.agent.cgroup;

import java.io.IOException;
import java.time.Duration;

/**
 * The freezer of one container's own cgroup; never use it on a cgroup with children. Thread-safe.
 */
public interface Freezer {
    /**
     * Stops all tasks.
     *
     * @throws IOException when they do not stand still in time; they are thawed again then
     */
    void freeze(Duration atMost) throws IOException;

    void thaw() throws IOException;

    /** Whether all tasks stand still because of this freezer. */
    boolean frozen() throws IOException;
}
