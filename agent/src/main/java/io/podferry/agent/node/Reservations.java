package io.podferry.agent.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory promised to clones that are on their way; one small file per promise, so that a restarted
 * agent keeps it. Thread-safe.
 */
public final class Reservations {
    private static final Logger LOG = LoggerFactory.getLogger(Reservations.class);
    private static final String FILE = "reserved";

    private final Path checkpoints;
    private final Map<String, Long> bytes = new ConcurrentSkipListMap<>();

    /**
     * @param checkpoints folder with one folder per migration
     */
    public Reservations(Path checkpoints) throws IOException {
        this.checkpoints = checkpoints;
        for (String migration : Folders.names(checkpoints)) {
            Path file = checkpoints.resolve(migration).resolve(FILE);
            if (Files.exists(file)) {
                try {
                    bytes.put(migration, Long.parseLong(Files.readString(file).strip()));
                } catch (NumberFormatException e) {
                    LOG.warn("ignoring a damaged reservation in {}", file);
                }
            }
        }
    }

    /** Keeps the memory; a second call with the same migration changes the amount. */
    public void keep(String migration, long size) throws IOException {
        Path folder = Folders.makePrivate(checkpoints.resolve(migration));
        Files.writeString(folder.resolve(FILE), size + "\n");
        bytes.put(migration, size);
    }

    /** Idempotent. */
    public void release(String migration) throws IOException {
        bytes.remove(migration);
        Files.deleteIfExists(checkpoints.resolve(migration).resolve(FILE));
    }

    /** Memory promised to all migrations except one. */
    public long totalExcept(String migration) {
        return bytes.entrySet().stream()
                .filter(e -> !e.getKey().equals(migration))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Memory promised to all migrations. */
    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
