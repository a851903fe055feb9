package io.podferry.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Readings of the version 1 memory controller. */
final class ReaderV1 implements CgroupReader {
    private static final byte[] RSS = Keys.line("total_rss");
    private static final byte[] SHMEM = Keys.line("total_shmem");
    private static final byte[] CACHE = Keys.line("total_cache");
    private static final byte[] INACTIVE_FILE = Keys.line("total_inactive_file");
    private static final byte[] OOM_KILL = Keys.line("oom_kill");

    /** The kernel writes "no limit" as the largest multiple of the page size. */
    private static final long NO_LIMIT = 1L << 62;

    private final OpenFile usage;
    private final OpenFile limit;
    private final OpenFile stat;
    private final OpenFile oom;
    private final @Nullable OpenFile kernel;

    ReaderV1(Path folder) throws IOException {
        usage = new OpenFile(folder.resolve("memory.usage_in_bytes"), 64);
        limit = new OpenFile(folder.resolve("memory.limit_in_bytes"), 64);
        stat = new OpenFile(folder.resolve("memory.stat"), 8192);
        oom = new OpenFile(folder.resolve("memory.oom_control"), 256);
        Path kmem = folder.resolve("memory.kmem.usage_in_bytes");
        kernel = Files.exists(kmem) ? new OpenFile(kmem, 64) : null;
    }

    @Override
    public MemoryReading read() throws IOException {
        usage.refresh();
        limit.refresh();
        stat.refresh();
        oom.refresh();
        long used = usage.leading(0);
        long most = limit.leading(Long.MAX_VALUE);
        Long kernelBytes = null;
        if (kernel != null) {
            kernel.refresh();
            kernelBytes = kernel.leading(0);
        }
        return new MemoryReading(
                used,
                stat.number(RSS, 0),
                stat.number(SHMEM, 0),
                stat.number(CACHE, 0),
                kernelBytes,
                Math.max(0, used - stat.number(INACTIVE_FILE, 0)),
                most >= NO_LIMIT ? null : most,
                oom.number(OOM_KILL, 0),
                null);
    }

    @Override
    public void close() {
        usage.close();
        limit.close();
        stat.close();
        oom.close();
        if (kernel != null) {
            kernel.close();
        }
    }
}
