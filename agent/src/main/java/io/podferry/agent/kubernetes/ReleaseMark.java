package io.podferry.agent.kubernetes;

import io.podferry.agent.runtime.Files0700;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * That a clone was let go: a file, so that a restarted agent goes on letting its containers go.
 *
 * @param file in the checkpoint's folder, which is removed when the migration is over
 */
record ReleaseMark(Path file) {
    boolean exists() {
        return Files.exists(file);
    }

    void set() throws IOException {
        if (!exists()) {
            Files0700.write(file, "released\n");
        }
    }
}
