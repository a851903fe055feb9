package io.podferry.agent.cgroup;

import io.podferry.agent.process.Mounts;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of this machine. A cgroup is named by its path below the root of every
 * hierarchy, for example {@code /podferry/demo/node-a/UID}. Thread-safe.
 */
public interface CgroupTree {
    /** What the running machine has: version 1, 2, or both at once (then memory decides). */
    static CgroupTree ofThisMachine() throws IOException {
        return new FileCgroupTree(
                Hierarchies.of(Mounts.all())
                        .orElseThrow(() ->
                                new IOException(
                                        "no memory control groups are mounted. Maybe mount them:"
                                                + " mount -t cgroup2 none /sys/fs/cgroup")));
    }

    /** 1 or 2: where the memory controller lives. */
    int version();

    /** Makes a cgroup and its parents in the memory hierarchy. Idempotent. */
    void create(String cgroup) throws IOException;

    boolean exists(String cgroup);

    /**
     * Limits the memory of a cgroup and all below it; also page cache and kernel memory count.
     *
     * @param bytes null takes the limit away
     */
    void limitMemory(String cgroup, @Nullable Long bytes) throws IOException;

    /** Memory of a cgroup. */
    CgroupReader reader(String cgroup) throws IOException;

    /**
     * PSI of the whole machine, memory "some avg10" in percent, null where the kernel does not
     * tell.
     */
    @Nullable Double machinePressureSome10();

    Freezer freezer(String cgroup);

    /** The same freezer for a script. */
    FreezerFiles freezerFiles(String cgroup);

    /** The most memory a cgroup has ever used. */
    long peakBytes(String cgroup) throws IOException;

    /** Processes in this cgroup and below it, in any hierarchy. Empty when it does not exist. */
    List<Integer> processes(String cgroup) throws IOException;

    /**
     * Removes a cgroup with everything below it from every hierarchy; there must be no process in
     * it. Idempotent.
     */
    void remove(String cgroup) throws IOException;

    /** Removes a cgroup from every hierarchy where it has neither children nor processes. */
    void removeIfEmpty(String cgroup);
}
