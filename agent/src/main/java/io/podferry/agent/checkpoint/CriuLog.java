package io.podferry.agent.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes one sentence out of CRIU's log: what it said, and what can be done about it. */
final class CriuLog {
    /** Written without being called an error. */
    private static final String UNREACHABLE = "Can't connect to server";

    private static final Map<String, String> REMEDIES =
            Map.of(
                    "io_uring",
                    "Maybe switch io_uring off in the program",
                    "External socket",
                    "Maybe close the connection to the unix socket outside the container"
                            + " first",
                    "external stream unix",
                    "Maybe close the connection to the unix socket outside the container"
                            + " first",
                    "Can't lookup mount",
                    "A file was opened outside the container's mounts; end the program that"
                            + " was executed into the container",
                    "No space left",
                    "Free space in the state folder",
                    "Can't dump file",
                    "The program has a device or special file open that cannot be moved",
                    "hugetlb",
                    "Maybe run the program without huge pages",
                    UNREACHABLE,
                    "The connection to the target was lost; it can be tried again",
                    "Can't attach to",
                    "A debugger or tracer is attached to the program; detach it",
                    "ghost file",
                    "The program keeps a large deleted file open");

    private CriuLog() {}

    /** Whether a restore has let the program go. */
    static boolean resumed(Path log) throws IOException {
        return Files.exists(log)
                && Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                        .anyMatch(line -> line.endsWith("Tasks resumed."));
    }

    /** The first errors of the log that say more than "failed". */
    static String reason(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> errors =
                Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                        .filter(line ->
                                (line.contains("Error (") || line.contains(UNREACHABLE))
                                        && !line.contains("RLIMIT_NOFILE"))
                        .map(line ->
                                line.replaceFirst(
                                        "^\\([0-9.]+\\)\\s*(\\d+: )?(Error \\([^)]*\\): ?)?", ""))
                        .distinct()
                        .toList();
        String said = String.join("; ", errors.subList(0, Math.min(4, errors.size())));
        return REMEDIES.entrySet().stream()
                .filter(e -> said.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .map(remedy -> said + ". " + remedy)
                .orElse(said);
    }
}
