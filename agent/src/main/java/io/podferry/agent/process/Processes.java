package io.podferry.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks at and ends processes that are not children of this one. Thread-safe. */
public final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final String CRIU = "criu";

    private Processes() {}

    /**
     * All live processes of a session whose environment holds a marker, so that a later session
     * with the same number is never taken for it. Costs one small read per process of the machine.
     */
    public static List<Integer> ofSession(int session, String environment) {
        List<Integer> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : all) {
                int pid = Integer.parseInt(each.getFileName().toString());
                if (ProcessIdentity.session(pid).filter(s -> s == session).isPresent()
                        && ProcessIdentity.of(pid).isPresent()
                        && (environmentHolds(pid, environment) || name(pid).equals(CRIU))) {
                    found.add(pid);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot look through /proc", e);
        }
        return found;
    }

    private static boolean environmentHolds(int pid, String text) {
        try {
            return Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a process is stopped by a signal (not by a tracer). */
    public static boolean stopped(int pid) {
        return ProcessIdentity.stopped(pid);
    }

    /** Name of the program, empty when the process is gone. */
    public static String name(int pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Sends SIGKILL; a process that is gone is no error. */
    public static void kill(Collection<Integer> pids) {
        for (int pid : pids) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Looks again every 2 ms until something holds; false when the time is over first. */
    public static boolean await(Duration atMost, Check check) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!check.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting", e);
            }
        }
        return true;
    }

    /** Something that can be looked at. */
    @FunctionalInterface
    public interface Check {
        boolean holds() throws IOException;
    }
}
