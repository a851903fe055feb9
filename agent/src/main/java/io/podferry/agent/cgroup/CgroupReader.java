package io.podferry.agent.cgroup;

import java.io.IOException;

/** Reads one cgroup again and again through files that stay open. Not thread-safe; close it. */
public interface CgroupReader extends AutoCloseable {
    /**
     * Reads it anew.
     *
     * @throws IOException when the cgroup is gone
     */
    MemoryReading read() throws IOException;

    @Override
    void close();
}
