package io.podferry.cli.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to be the process of a name: a file lock, which the kernel takes back whatever ends the
 * process. Held for the life of the process.
 */
public final class DaemonClaim implements AutoCloseable {
    private final FileChannel channel;

    private DaemonClaim(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims the name for this process and writes down its identity.
     *
     * @throws IOException when another process has it
     */
    public static DaemonClaim take(Path folder, String name) throws IOException {
        FileChannel channel = open(folder, name);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException("another '%s' of %s runs already".formatted(name, folder));
        }
        long pid = ProcessHandle.current().pid();
        Path file = folder.resolve(name + ".pid");
        Path temporary = folder.resolve(name + ".pid.tmp");
        Files.writeString(temporary, pid + " " + Daemon.startTime(pid).orElseThrow() + "\n");
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return new DaemonClaim(channel);
    }

    /** Whether a process has the name. */
    static boolean taken(Path folder, String name) throws IOException {
        if (!Files.exists(folder.resolve(name + ".lock"))) {
            return false;
        }
        try (FileChannel channel = open(folder, name)) {
            @Nullable FileLock lock = channel.tryLock();
            return lock == null;
        }
    }

    private static FileChannel open(Path folder, String name) throws IOException {
        return FileChannel.open(
                folder.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
