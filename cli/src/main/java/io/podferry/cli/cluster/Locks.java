package io.podferry.cli.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A file lock that is waited for. The kernel takes it back when its process ends, however that
 * happens.
 */
final class Locks implements AutoCloseable {
    private static final long POLL_MILLIS = 20;
    private final FileChannel channel;

    private Locks(FileChannel channel) {
        this.channel = channel;
    }

    static Locks take(Path file, Duration patience, String what)
            throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tryLock(channel)) {
            if (System.nanoTime() > deadline) {
                channel.close();
                throw new ClusterException(
                        "another podferry %s since more than %d s. Maybe wait for its end?"
                                .formatted(what, patience.toSeconds()));
            }
            Thread.sleep(POLL_MILLIS);
        }
        return new Locks(channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
