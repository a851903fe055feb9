package io.podferry.agent.tools;

import io.podferry.agent.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Programs {
    private static final Duration SHORT = Duration.ofSeconds(20);

    private Programs() {}

    /** First program of that name in PATH, or where administrators' programs lie. */
    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Stream.concat(
                        Stream.of(path.split(":", -1)),
                        Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The version after a prefix in the output of {@code program --version}. */
    static Optional<Version> version(Path program, String prefix) {
        return output(List.of(program.toString(), "--version"))
                .lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .flatMap(line -> Version.in(line.substring(prefix.length())));
    }

    /** Output of a short command, also when it fails. */
    static String output(List<String> command) {
        try {
            return Command.attempt(command, SHORT).output();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
