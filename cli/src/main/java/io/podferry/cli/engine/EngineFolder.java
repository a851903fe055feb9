package io.podferry.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The engine's own files in a cluster's state folder. */
final class EngineFolder {
    private static final int KEY_BYTES = 32;

    private final Path path;

    EngineFolder(Path state) throws IOException {
        path = state.resolve("engine");
        Files.createDirectories(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path path() {
        return path;
    }

    Path journal() {
        return path.resolve("migrations.journal");
    }

    Path pods() {
        return path.resolve("pods");
    }

    Path policy() {
        return path.resolve("policy");
    }

    /** The secret that tickets are derived from; made once. */
    byte[] key() throws IOException {
        Path file = path.resolve("ticket.key");
        if (!Files.exists(file)) {
            byte[] key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
            Path temporary = file.resolveSibling("ticket.key.tmp");
            Files.deleteIfExists(temporary);
            Files.createFile(
                    temporary,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.write(temporary, key);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readAllBytes(file);
    }
}
