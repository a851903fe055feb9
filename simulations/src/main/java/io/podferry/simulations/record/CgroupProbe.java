package io.podferry.simulations.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A control group of version 1 or 2, as containers have one: anonymous and shared memory. */
public final class CgroupProbe implements MemoryProbe {
    private final Path folder;

    /**
     * @throws IllegalArgumentException when the folder is no memory control group
     */
    public CgroupProbe(Path folder) {
        if (!Files.exists(folder.resolve("memory.stat"))) {
            throw new IllegalArgumentException(
                    "no memory control group: %s holds no memory.stat. Maybe below /sys/fs/cgroup/memory?"
                            .formatted(folder));
        }
        this.folder = folder;
    }

    @Override
    public OptionalLong bytes() throws IOException {
        Path stat = folder.resolve("memory.stat");
        if (!Files.exists(stat)) {
            return OptionalLong.empty();
        }
        Map<String, Long> figures = new HashMap<>();
        for (String line : Files.readAllLines(stat)) {
            int space = line.indexOf(' ');
            figures.put(
                    line.substring(0, space), Long.parseLong(line.substring(space + 1).strip()));
        }
        boolean second = figures.containsKey("anon");
        long anonymous =
                second
                        ? figures.getOrDefault("anon", 0L)
                        : figures.getOrDefault("total_rss", figures.getOrDefault("rss", 0L));
        long shared =
                second
                        ? figures.getOrDefault("shmem", 0L)
                        : figures.getOrDefault("total_shmem", figures.getOrDefault("shmem", 0L));
        return OptionalLong.of(anonymous + shared);
    }
}
