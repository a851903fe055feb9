package io.podferry.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Small scripts out of the class path, put where other programs can execute them. */
public final class Scripts {
    private Scripts() {}

    /**
     * Writes a resource that lies beside a class to a file, executable by its owner. Whole or not
     * at all.
     */
    public static Path install(Class<?> beside, String name, Path file) throws IOException {
        Path temporary =
                file.resolveSibling(file.getFileName() + ".tmp-" + ProcessHandle.current().pid());
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(
                        name + " is not in the class path beside " + beside.getName());
            }
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
