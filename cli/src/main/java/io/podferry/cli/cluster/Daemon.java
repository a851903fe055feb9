package io.podferry.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that outlives the command which started it: in a session of its own, its output in a log file, its identity (PID
 * and start time, so that a reused PID is never mistaken for it) in a file.
 */
public final class Daemon {
    private final Path pidFile;
    private final Path log;

    /**
     * @param folder where `NAME.pid` and `NAME.log` live
     * @param name of the process
     */
    public Daemon(Path folder, String name) {
        this.pidFile = folder.resolve(name + ".pid");
        this.log = folder.resolve(name + ".log");
    }

    public Path log() {
        return log;
    }

    /** Starts the command, unless it runs already. */
    public void start(List<String> command, Map<String, String> environment) throws IOException {
        if (process().isPresent()) {
            return;
        }
        List<String> all = new ArrayList<>(List.of("setsid", "--"));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().putAll(environment);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        // setsid executes the command in its own place because it is not a group leader, so the PID stays.
        Files.writeString(pidFile, process.pid() + " " + startTime(process.pid()).orElse("0") + "\n");
    }

    /** The running process, if it is the one that was started. */
    public Optional<ProcessHandle> process() throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String[] parts = Files.readString(pidFile).strip().split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        long pid = Long.parseLong(parts[0]);
        return startTime(pid).filter(parts[1]::equals).flatMap(same -> ProcessHandle.of(pid)).filter(ProcessHandle::isAlive);
    }

    /** Asks it to end, and ends it when it has not after the given time. */
    public void stop(Duration patience) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = process();
        if (running.isPresent()) {
            ProcessHandle process = running.get();
            process.destroy();
            long deadline = System.nanoTime() + patience.toNanos();
            while (process.isAlive() && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            process.destroyForcibly();
        }
        Files.deleteIfExists(pidFile);
    }

    /** Field 22 of /proc/PID/stat: clock ticks since boot at which the process started. */
    static Optional<String> startTime(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(fields[19]);
        } catch (java.nio.file.NoSuchFileException gone) {
            return Optional.empty();
        }
    }
}
