package io.podferry.agent.transfer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A received checkpoint on disk. It is complete exactly when {@code manifest.json} is there, which
 * is written last.
 *
 * <pre>
 * images/CONTAINER/NAME.img   as CRIU wrote them
 * shipment.log                places and checksums of all chunks, see {@link ShipmentLog}
 * manifest.json               root hash
 * </pre>
 *
 * @param path of the folder
 */
public record CheckpointFolder(Path path) {
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * What is known of a complete checkpoint.
     *
     * @param rootHash names its content
     * @param bytes of all files
     */
    public record Manifest(String rootHash, long bytes) {}

    /** Folder with the images of a container, to restore from. */
    public Path images(String container) {
        return path.resolve("images").resolve(container);
    }

    Path log() {
        return path.resolve("shipment.log");
    }

    private Path manifestFile() {
        return path.resolve("manifest.json");
    }

    /** Empty as long as the checkpoint is not complete. */
    public Optional<Manifest> manifest() throws IOException {
        return Files.exists(manifestFile())
                ? Optional.of(JSON.readValue(manifestFile().toFile(), Manifest.class))
                : Optional.empty();
    }

    /** Makes the checkpoint complete: temporary name, forced to disk, renamed, folder forced. */
    void complete(Manifest manifest) throws IOException {
        Path temporary = path.resolve("manifest.json.tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PRIVATE_FILE);
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(JSON.writeValueAsBytes(manifest)));
            out.force(true);
        }
        Files.move(temporary, manifestFile(), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(path)) {
            folder.force(true);
        }
    }
}
