package io.podferry.agent.cgroup;

import io.podferry.agent.process.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** A freezer that is a pair of files, in version 1 and 2 alike. */
record FileFreezer(FreezerFiles files) implements Freezer {
    @Override
    public void freeze(Duration atMost) throws IOException {
        write(files.freeze());
        if (!Processes.await(atMost, this::frozen)) {
            thaw();
            throw new IOException(
                    "the tasks of %s did not stand still within %d ms; they run on"
                            .formatted(files.control().getParent(), atMost.toMillis()));
        }
    }

    @Override
    public void thaw() throws IOException {
        if (Files.exists(files.control())) {
            write(files.thaw());
        }
    }

    @Override
    public boolean frozen() throws IOException {
        return Files.exists(files.state())
                && Files.readAllLines(files.state()).contains(files.frozen());
    }

    private void write(String text) throws IOException {
        Files.write(
                files.control(),
                text.getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE);
    }
}
