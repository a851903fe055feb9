package io.podferry.agent.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The mounts this process sees. Thread-safe. */
public final class Mounts {
    /**
     * One mount.
     *
     * @param point where
     * @param type of file system
     * @param options of the file system (not of the mount)
     */
    public record Mount(Path point, String type, String options) {}

    private Mounts() {}

    /** All mounts, in the order in which they were made. */
    public static List<Mount> all() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .flatMap(l -> parse(l).stream())
                .toList();
    }

    /**
     * Takes away whatever is mounted at a place and below it; what is still in use goes when it is
     * no longer used.
     */
    public static void removeBelow(Path place) throws IOException {
        for (Path point : below(place)) {
            Command.run("umount", "--lazy", point.toString());
        }
    }

    /** What is mounted at a place and below it, innermost first. */
    public static List<Path> below(Path place) throws IOException {
        return all().stream()
                .map(Mount::point)
                .filter(p -> p.startsWith(place))
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
    }

    /** Whether a file system of that type is mounted exactly there. */
    public static boolean isMounted(Path point, String type) throws IOException {
        return all().stream().anyMatch(m -> m.point().equals(point) && m.type().equals(type));
    }

    /** One line of {@code /proc/PID/mountinfo}; see proc(5). */
    static Optional<Mount> parse(String line) {
        String[] halves = line.split(" - ", 2);
        String[] before = halves[0].split(" ", -1);
        if (halves.length < 2 || before.length < 5) {
            return Optional.empty();
        }
        String[] after = halves[1].split(" ", -1);
        return Optional.of(
                new Mount(
                        Path.of(unescape(before[4])), after[0], after.length > 2 ? after[2] : ""));
    }

    private static String unescape(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
