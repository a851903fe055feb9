package io.podferry.cli.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.runtime.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What each pod is meant to be: local mode's stand-in for the API server's pod objects. One file per incarnation, so that a
 * clone is always built from what a person asked for and never from what a checkpoint says. Thread-safe.
 */
final class PodRegistry {
    /**
     * A pod as asked for.
     *
     * @param uid of this incarnation
     * @param previousUid the incarnation it continues
     * @param spec what it is
     */
    record Entry(String uid, @Nullable String previousUid, PodSpec spec) {}

    private final Path folder;
    private final ObjectMapper json = EngineJson.mapper();
    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

    PodRegistry(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                Entry entry = json.readValue(file.toFile(), Entry.class);
                entries.put(entry.uid(), entry);
            }
        }
    }

    void put(Entry entry) throws IOException {
        Path file = file(entry.uid());
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, json.writeValueAsString(entry));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        entries.put(entry.uid(), entry);
    }

    Optional<Entry> find(String uid) {
        return Optional.ofNullable(entries.get(uid));
    }

    Collection<Entry> all() {
        return entries.values();
    }

    void remove(String uid) throws IOException {
        entries.remove(uid);
        Files.deleteIfExists(file(uid));
    }

    private Path file(String uid) {
        return folder.resolve(uid + ".json");
    }
}
