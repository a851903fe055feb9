package io.podferry.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, told apart from a later one with the same process id.
 *
 * @param pid process id as this machine sees it
 * @param startTicks start time in clock ticks since boot
 */
public record ProcessIdentity(int pid, long startTicks) {
    private static final int STATE = 0;
    private static final int SESSION = 3;
    private static final int START = 19;

    /** The process that has this id now; empty when there is none, or only its corpse. */
    public static Optional<ProcessIdentity> of(int pid) {
        return fields(pid)
                .filter(ProcessIdentity::lives)
                .map(f -> new ProcessIdentity(pid, Long.parseLong(f[START])));
    }

    /** Reads {@code "pid startTicks"}. */
    public static Optional<ProcessIdentity> parse(String text) {
        String[] words = text.strip().split(" ", -1);
        return words.length == 2 && words[0].matches("\\d{1,9}") && words[1].matches("\\d{1,18}")
                ? Optional.of(
                        new ProcessIdentity(Integer.parseInt(words[0]), Long.parseLong(words[1])))
                : Optional.empty();
    }

    /** Whether this very process lives; a zombie does not. */
    public boolean alive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Session of a process; empty when it is gone. */
    static Optional<Integer> session(int pid) {
        return fields(pid).map(f -> Integer.parseInt(f[SESSION]));
    }

    /** Whether a process is stopped by a signal (not by a tracer). */
    static boolean stopped(int pid) {
        return fields(pid).filter(f -> f[STATE].equals("T")).isPresent();
    }

    private static boolean lives(String[] fields) {
        return !fields[STATE].equals("Z") && !fields[STATE].equals("X");
    }

    /** Fields of {@code /proc/PID/stat} from the state on. */
    private static Optional<String[]> fields(int pid) {
        try {
            String stat =
                    Files.readString(
                            Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return pid + " " + startTicks;
    }
}
