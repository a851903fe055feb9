package io.podferry.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Readings of the version 2 memory controller. */
final class ReaderV2 implements CgroupReader {
    private static final byte[] ANON = Keys.line("anon");
    private static final byte[] SHMEM = Keys.line("shmem");
    private static final byte[] FILE = Keys.line("file");
    private static final byte[] KERNEL = Keys.line("kernel");
    private static final byte[] INACTIVE_FILE = Keys.line("inactive_file");
    private static final byte[] OOM_KILL = Keys.line("oom_kill");
    static final byte[] SOME_10 = Keys.text("some avg10=");

    private final OpenFile usage;
    private final OpenFile limit;
    private final OpenFile stat;
    private final OpenFile events;
    private final @Nullable OpenFile pressure;

    ReaderV2(Path folder) throws IOException {
        usage = new OpenFile(folder.resolve("memory.current"), 64);
        limit = new OpenFile(folder.resolve("memory.max"), 64);
        stat = new OpenFile(folder.resolve("memory.stat"), 8192);
        events = new OpenFile(folder.resolve("memory.events"), 512);
        Path psi = folder.resolve("memory.pressure");
        pressure = Files.exists(psi) ? new OpenFile(psi, 256) : null;
    }

    @Override
    public MemoryReading read() throws IOException {
        usage.refresh();
        limit.refresh();
        stat.refresh();
        events.refresh();
        long used = usage.leading(0);
        long most = limit.leading(Long.MAX_VALUE);
        long kernel = stat.number(KERNEL, Long.MAX_VALUE);
        return new MemoryReading(
                used,
                stat.number(ANON, 0),
                stat.number(SHMEM, 0),
                stat.number(FILE, 0),
                kernel == Long.MAX_VALUE ? null : kernel,
                Math.max(0, used - stat.number(INACTIVE_FILE, 0)),
                most == Long.MAX_VALUE ? null : most,
                events.number(OOM_KILL, 0),
                pressure());
    }

    private @Nullable Double pressure() throws IOException {
        if (pressure == null) {
            return null;
        }
        pressure.refresh();
        double value = pressure.fraction(SOME_10);
        return Double.isNaN(value) ? null : value;
    }

    @Override
    public void close() {
        usage.close();
        limit.close();
        stat.close();
        events.close();
        if (pressure != null) {
            pressure.close();
        }
    }
}
