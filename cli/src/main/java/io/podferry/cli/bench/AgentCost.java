package io.podferry.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a process has cost so far, from /proc. */
record AgentCost(long ticks, long residentKib, long nanos) {
    /** Clock ticks per second of /proc on every architecture Linux runs Java on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;

    static AgentCost read(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        long resident = 0;
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                resident = Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return new AgentCost(ticks, resident, System.nanoTime());
    }

    /** Share of one core since {@code before}, 1 for all of it. */
    double coreShareSince(AgentCost before) {
        double seconds = Duration.ofNanos(nanos - before.nanos).toMillis() / 1000.0;
        return (ticks - before.ticks) / TICKS_PER_SECOND / seconds;
    }
}
