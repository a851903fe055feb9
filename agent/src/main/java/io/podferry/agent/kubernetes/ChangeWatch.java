package io.podferry.agent.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/**
 * Tells when containers were made or removed: then the time of runc's folder changes. A look costs
 * one system call.
 */
final class ChangeWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Thread thread;

    ChangeWatch(Path folder, Runnable changed) {
        this.thread = Thread.ofVirtual().name("change-watch").start(() -> watch(folder, changed));
    }

    private static void watch(Path folder, Runnable changed) {
        FileTime seen = time(folder);
        while (true) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                return;
            }
            FileTime now = time(folder);
            if (!now.equals(seen)) {
                seen = now;
                changed.run();
            }
        }
    }

    private static FileTime time(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException absent) {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
