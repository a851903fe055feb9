package io.podferry.simulations.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A process and all its descendants: anonymous and shared memory, as {@code /proc/PID/status} gives
 * it. Pages that several of them share by fork count once for each.
 */
public final class ProcessTreeProbe implements MemoryProbe {
    private static final Path PROC = Path.of("/proc");
    private static final List<String> COUNTED = List.of("RssAnon:", "RssShmem:");

    private final ProcessHandle root;

    public ProcessTreeProbe(ProcessHandle root) {
        this.root = root;
    }

    @Override
    public OptionalLong bytes() {
        if (!root.isAlive()) {
            return OptionalLong.empty();
        }
        try (Stream<ProcessHandle> children = root.descendants()) {
            long sum =
                    Stream.concat(Stream.of(root), children)
                            .mapToLong(process -> bytes(process.pid()))
                            .sum();
            return OptionalLong.of(sum);
        }
    }

    /** A process that ends while it is read has no memory. */
    private static long bytes(long pid) {
        try {
            long sum = 0;
            for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
                for (String key : COUNTED) {
                    if (line.startsWith(key)) {
                        sum += 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
            }
            return sum;
        } catch (IOException e) {
            return 0;
        }
    }
}
