package io.podferry.agent.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * Memory of a cgroup and everything below it at one moment.
 *
 * @param usageBytes all that is charged, page cache included
 * @param anonBytes anonymous memory
 * @param shmemBytes shared memory and tmpfs
 * @param fileBytes page cache, shared memory included
 * @param kernelBytes kernel memory, null where the kernel does not tell
 * @param workingSetBytes usage without the inactive page cache
 * @param limitBytes limit of this cgroup itself, null when there is none
 * @param oomKills processes of this cgroup the kernel has killed for memory (version 1: of this
 *     cgroup alone, version 2: below it, too)
 * @param pressureSome10 PSI memory "some avg10" in percent, null where the kernel does not tell per
 *     cgroup
 */
public record MemoryReading(
        long usageBytes,
        long anonBytes,
        long shmemBytes,
        long fileBytes,
        @Nullable Long kernelBytes,
        long workingSetBytes,
        @Nullable Long limitBytes,
        long oomKills,
        @Nullable Double pressureSome10) {

    /**
     * Memory that cannot be given back without swap: usage without the page cache that could be
     * dropped.
     */
    public long unreclaimableBytes() {
        return Math.max(0, usageBytes - Math.max(0, fileBytes - shmemBytes));
    }
}
