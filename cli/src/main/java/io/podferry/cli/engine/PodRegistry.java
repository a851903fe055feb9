package io.podferry.cli.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * What each pod is meant to be: local mode's stand-in for the API server's pod objects. One file
 * per incarnation, so that a clone is always built from what a person asked for and never from what
 * a checkpoint says. Thread-safe.
 */
final class PodRegistry {
    private final Path folder;
    private final ObjectMapper json = EngineJson.mapper();
    private final Map<String, PodEntry> entries = new ConcurrentSkipListMap<>();

    PodRegistry(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                PodEntry entry = json.readValue(file.toFile(), PodEntry.class);
                entries.put(entry.uid(), entry);
            }
        }
        // The engine died between writing a restarted pod and removing the one before it.
        for (PodEntry entry : all()) {
            if (entry.replaces() != null) {
                remove(entry.replaces());
            }
        }
    }

    synchronized void put(PodEntry entry) {
        Path file = file(entry.uid());
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, json.writeValueAsString(entry));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write %s: %s. Maybe the disk is full?".formatted(file, e.getMessage()),
                    e);
        }
        entries.put(entry.uid(), entry);
    }

    /** Writes the entry unless there is one with its UID; returns the one that is there now. */
    synchronized PodEntry putIfAbsent(PodEntry entry) {
        PodEntry known = entries.get(entry.uid());
        if (known == null) {
            put(entry);
            return entry;
        }
        return known;
    }

    Optional<PodEntry> find(String uid) {
        return Optional.ofNullable(entries.get(uid));
    }

    List<PodEntry> all() {
        return List.copyOf(entries.values());
    }

    synchronized void remove(String uid) {
        entries.remove(uid);
        try {
            Files.deleteIfExists(file(uid));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file(uid), e);
        }
    }

    private Path file(String uid) {
        return folder.resolve(uid + ".json");
    }
}
