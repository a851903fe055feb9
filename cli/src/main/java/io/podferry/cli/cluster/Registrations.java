package io.podferry.cli.cluster;

import io.podferry.cli.engine.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which cluster names are in use on this machine, each with its state folder: names of bridges and
 * cgroups follow from them, so two clusters must not share one. Lives in /run: a restart of the
 * machine clears it, as it clears bridges and cgroups.
 */
final class Registrations {
    private static final Path FOLDER = Path.of("/run/podferry");

    private Registrations() {}

    /** Serialises everything on this machine that gives or takes names, networks and cgroups. */
    static Locks lock() throws IOException, InterruptedException {
        return Locks.take(FOLDER.resolve(".lock"), Duration.ofSeconds(60), "sets up a network");
    }

    static void claim(String name, Path state) throws IOException {
        Optional<Path> other = find(name);
        if (other.isPresent()
                && !other.get().equals(state)
                && Files.exists(ClusterConfig.file(other.get()))) {
            throw new ClusterException(
                    "there is a cluster '%s' already, in %s. Choose another --name, or remove it with 'podferry local down --state %s'."
                            .formatted(name, other.get(), other.get()));
        }
        Files.createDirectories(FOLDER.resolve(".clusters"));
        Files.writeString(file(name), state + "\n");
    }

    static Optional<Path> find(String name) throws IOException {
        return Files.exists(file(name))
                ? Optional.of(Path.of(Files.readString(file(name)).strip()))
                : Optional.empty();
    }

    static void release(String name, Path state) throws IOException {
        if (find(name).filter(state::equals).isPresent()) {
            Files.deleteIfExists(file(name));
        }
    }

    private static Path file(String name) {
        return FOLDER.resolve(".clusters").resolve(name);
    }
}
