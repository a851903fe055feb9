package io.podferry.agent.node;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/**
 * A container's first process.
 *
 * @param pid seen from the machine
 * @param startTicks start time in clock ticks since boot, by which a reused process id is told
 *     apart
 */
record InitProcess(int pid, long startTicks) {
    private static final int STAT_MAX = 512;
    private static final int START_TIME = 19;
    private static final char ZOMBIE = 'Z';

    /** Whether it still lives; costs one small read. */
    boolean alive() {
        byte[] text = new byte[STAT_MAX];
        try (RandomAccessFile stat = new RandomAccessFile("/proc/" + pid + "/stat", "r")) {
            int length = stat.read(text);
            String line = new String(text, 0, Math.max(0, length), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", START_TIME + 2);
            return fields[0].charAt(0) != ZOMBIE
                    && Long.parseLong(fields[START_TIME]) == startTicks;
        } catch (IOException | RuntimeException gone) {
            return false;
        }
    }
}
