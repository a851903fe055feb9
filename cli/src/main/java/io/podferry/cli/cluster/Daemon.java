package io.podferry.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that outlives the command which started it: in a session of its own, its output in a
 * log file. The process itself writes down who it is with {@link DaemonClaim}; PID and start time
 * together, so that a reused PID is never mistaken for it.
 */
public final class Daemon {
    private static final long LARGEST_LOG = 16L << 20;
    private static final int SHOWN_LINES = 5;

    private final Path folder;
    private final String name;

    /**
     * @param folder where {@code NAME.pid}, {@code NAME.lock} and {@code NAME.log} live
     * @param name of the process
     */
    public Daemon(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    public String name() {
        return name;
    }

    public Path log() {
        return folder.resolve(name + ".log");
    }

    private Path pidFile() {
        return folder.resolve(name + ".pid");
    }

    /**
     * Starts the command; does nothing when it runs already.
     *
     * @return the process, which may still fail to come up
     */
    public Optional<Process> start(List<String> command) throws IOException {
        if (process().isPresent()) {
            return Optional.empty();
        }
        if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG) {
            Files.move(log(), folder.resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> all = new ArrayList<>(List.of("setsid", "--"));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.directory(new File("/"));
        // glibc keeps up to eight arenas per processor; a daemon with few busy threads needs two.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // setsid executes the command in its own place because it is not a group leader, so the PID
        // stays.
        return Optional.of(builder.start());
    }

    /** The running process, if there is one. */
    public Optional<ProcessHandle> process() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        String[] parts = Files.readString(pidFile()).strip().split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        long pid = Long.parseLong(parts[0]);
        return startTime(pid)
                .filter(parts[1]::equals)
                .flatMap(same -> ProcessHandle.of(pid))
                .filter(ProcessHandle::isAlive);
    }

    /**
     * Asks it to end, and ends it when it has not after the given time. A process that has the
     * claim but has not yet written down who it is gets the same time to do so.
     */
    public void stop(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (process().isEmpty()
                && DaemonClaim.taken(folder, name)
                && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        Optional<ProcessHandle> running = process();
        if (running.isPresent()) {
            ProcessHandle process = running.get();
            process.destroy();
            while (process.isAlive() && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            process.destroyForcibly();
            while (process.isAlive()) {
                Thread.sleep(5);
            }
        }
        Files.deleteIfExists(pidFile());
    }

    /** The last lines of its log, for an error message. */
    public String lastWords() {
        try (Stream<String> lines = Files.lines(log())) {
            List<String> all = lines.filter(line -> !line.isBlank()).toList();
            return String.join(
                    "\n", all.subList(Math.max(0, all.size() - SHOWN_LINES), all.size()));
        } catch (IOException | java.io.UncheckedIOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Field 22 of /proc/PID/stat: clock ticks since boot at which the process started. */
    static Optional<String> startTime(long pid) throws IOException {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(fields[19]);
        } catch (java.nio.file.NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            // ESRCH: it ended between open and read.
            if (ProcessHandle.of(pid).isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
