package io.podferry.agent.migration;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podferry.agent.process.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an agent keeps on disk about one migration: the order, and one small marker file for every
 * fact that must survive the agent's death. Markers are written to a temporary name, forced, and
 * renamed.
 */
final class MigrationFolder {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Facts that survive a restart. */
    enum Marker {
        /** Source: a dump was started; a second one needs a fresh migration. */
        DUMP_STARTED,
        /** Source: the target has verified everything; the content is the root hash. */
        SHIPPED,
        /** Source: it was killed, no process of it is left. */
        SOURCE_DEAD,
        /** Either side: the migration was given up; nothing may be started for it any more. */
        ABORTED,
        /** Target: the root hash of the verified checkpoint. */
        RECEIVED,
        /** Target: the clone was let go and executes. */
        RELEASED,
        /** Either side: everything is removed. */
        CLEANED
    }

    private final Path path;

    MigrationFolder(Path migrations, String id) {
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException(
                    "not a migration id: '" + id + "' (letters, digits and '-', at most 64)");
        }
        path = migrations.resolve(id);
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path.resolve("order.json"));
    }

    Path subfolder(String name) throws IOException {
        Path folder = path.resolve(name);
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return folder;
    }

    void writeOrder(MigrationOrder order) throws IOException {
        Files.createDirectories(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        write("order.json", JSON.writeValueAsString(order));
    }

    Optional<MigrationOrder> readOrder() throws IOException {
        Path file = path.resolve("order.json");
        return Files.exists(file)
                ? Optional.of(JSON.readValue(file.toFile(), MigrationOrder.class))
                : Optional.empty();
    }

    boolean has(Marker marker) {
        return Files.exists(path.resolve(marker.name()));
    }

    Optional<String> read(Marker marker) throws IOException {
        return has(marker)
                ? Optional.of(Files.readString(path.resolve(marker.name())).strip())
                : Optional.empty();
    }

    void mark(Marker marker, String content) throws IOException {
        write(marker.name(), content + "\n");
    }

    private void write(String name, String content) throws IOException {
        Path temporary = path.resolve(name + ".tmp");
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-------"));
        Files.move(temporary, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a sub-folder with all it holds; links are removed, never followed. */
    void removeSubfolder(String name) throws IOException {
        Trees.remove(path.resolve(name));
    }

    /**
     * Removes everything except the order and the markers, by which a late repetition of a step is
     * recognised.
     */
    void removeData() throws IOException {
        for (Path child : children()) {
            if (Files.isDirectory(child, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                Trees.remove(child);
            }
        }
    }

    private List<Path> children() throws IOException {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(path)) {
            return list.toList();
        }
    }
}
