package io.podferry.agent.real;

import static io.podferry.agent.real.RealNode.eventually;

import io.podferry.agent.process.ProcessIdentity;
import io.podferry.agent.process.Processes;
import io.podferry.agent.runtime.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Kills processes of one attempt with SIGKILL. */
final class Victims {
    private Victims() {}

    static void kill(Path attempt, String victim) throws IOException {
        List<String> victims =
                switch (victim) {
                    case "nobody" -> List.of();
                    case "everybody" -> List.of("launcher", "runc", "hook", "criu");
                    default -> List.of(victim);
                };
        List<ProcessIdentity> dead =
                Stream.of(victims.toArray(String[]::new)).map(v -> find(attempt, v)).toList();
        Processes.kill(dead.stream().map(ProcessIdentity::pid).toList());
        eventually(victim + " is dead", () -> dead.stream().noneMatch(ProcessIdentity::alive));
    }

    /** Kills a process that may have ended by itself. */
    static void killIfThere(Path attempt, String name) throws IOException {
        Optional<ProcessIdentity> victim = running(attempt, name);
        Processes.kill(victim.map(ProcessIdentity::pid).stream().toList());
        eventually(name + " is dead", () -> victim.filter(ProcessIdentity::alive).isEmpty());
    }

    /** A process of the attempt by its name; empty before it runs. */
    static Optional<ProcessIdentity> running(Path attempt, String name) throws IOException {
        Optional<ProcessIdentity> launcher =
                Container.text(attempt.resolve("launcher")).flatMap(ProcessIdentity::parse);
        return launcher.flatMap(l ->
                Processes.ofSession(l.pid(), "PODFERRY_ATTEMPT=" + attempt).stream()
                        .filter(pid -> Processes.name(pid).equals(name))
                        .flatMap(pid -> ProcessIdentity.of(pid).stream())
                        .findFirst());
    }

    private static ProcessIdentity find(Path attempt, String victim) {
        try {
            String launcher = Files.readString(attempt.resolve("launcher")).strip();
            return switch (victim) {
                case "launcher" -> ProcessIdentity.parse(launcher).orElseThrow();
                case "hook" ->
                        ProcessIdentity.of(
                                        Integer.parseInt(
                                                Files.readString(attempt.resolve("waiting"))
                                                        .split(" ")[0]))
                                .orElseThrow();
                default ->
                        running(attempt, victim)
                                .orElseThrow(() -> new AssertionError("no process " + victim));
            };
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
