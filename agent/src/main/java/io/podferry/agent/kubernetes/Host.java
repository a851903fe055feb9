package io.podferry.agent.kubernetes;

import io.podferry.agent.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine around the agent. An agent that is a pod has its own mount namespace and sees the
 * machine's through process 1 of the machine, so it needs the machine's process namespace.
 * Thread-safe.
 */
final class Host {
    private static final Path FIRST = Path.of("/proc/1");

    private final boolean elsewhere;

    private Host(boolean elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** The machine whose own mounts this process sees. */
    static Host own() {
        return new Host(false);
    }

    /** The machine that this process runs on. */
    static Host find() throws IOException {
        return new Host(
                !Files.readSymbolicLink(FIRST.resolve("ns/mnt"))
                        .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"))));
    }

    /** The same command in the machine's own mounts. */
    List<String> command(List<String> command) {
        List<String> all = new ArrayList<>();
        if (elsewhere) {
            all.addAll(List.of("nsenter", "--target", "1", "--mount", "--"));
        }
        all.addAll(command);
        return all;
    }

    /** Runs a program of the machine that ought to succeed; returns what it said. */
    String run(String... command) throws IOException {
        return Command.run(command(List.of(command)).toArray(String[]::new));
    }

    /** Runs a program of the machine that may fail. */
    Command.Outcome attempt(Duration atMost, String... command) throws IOException {
        return Command.attempt(command(List.of(command)), atMost);
    }

    /** How this process names a file of the machine. */
    Path path(Path ofHost) {
        return elsewhere ? FIRST.resolve("root").resolve(Path.of("/").relativize(ofHost)) : ofHost;
    }

    /** The machine's mounts. */
    List<String> mountInfo() throws IOException {
        return Files.readAllLines(
                elsewhere ? FIRST.resolve("mountinfo") : Path.of("/proc/self/mountinfo"));
    }
}
