package io.podferry.cli.demo;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.cluster.UpOptions;
import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A local cluster that belongs to one process: named after it, gone when it ends. Beside its folder
 * lies a file that says whose it is; clusters of processes that were killed before they could tidy
 * up are found by it and removed by the next one.
 */
public final class OwnCluster {
    private static final String OWNER = ".owner";
    private static final int MOST_PREFIX = 4;

    private final String prefix;
    private final String name;
    private final Path state;
    private boolean made;

    /**
     * @param prefix first letters of the cluster's name, 1 to 4 of a-z
     */
    public OwnCluster(String prefix) {
        if (prefix.length() > MOST_PREFIX) {
            throw new IllegalArgumentException("the prefix '" + prefix + "' is too long");
        }
        this.prefix = prefix;
        this.name =
                prefix
                        + "-"
                        + Long.toString(ProcessHandle.current().pid(), 36).toLowerCase(Locale.ROOT);
        this.state = UpOptions.defaultState(name);
    }

    /** Makes the cluster. */
    public LocalCluster up(int nodes, DataSize memory, String policy, Consumer<String> progress)
            throws InterruptedException {
        try {
            Files.createDirectories(state.toAbsolutePath().getParent());
            removeOrphans(progress);
            Files.writeString(owner(state), identity(ProcessHandle.current()));
        } catch (IOException e) {
            throw new ClusterException("cannot write below " + state.getParent() + ": " + e, e);
        }
        made = true;
        return LocalCluster.up(UpOptions.of(name, state, nodes, memory, policy), progress);
    }

    /** Removes the cluster, if it was made; an interruption does not stop that. */
    public void down(Consumer<String> progress) {
        if (!made) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            LocalCluster.down(state, progress);
            Files.deleteIfExists(owner(state));
            made = false;
        } catch (IOException e) {
            throw new ClusterException("cannot remove " + owner(state) + ": " + e, e);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeOrphans(Consumer<String> progress) throws IOException, InterruptedException {
        List<Path> owners;
        try (Stream<Path> files = Files.list(state.toAbsolutePath().getParent())) {
            owners =
                    files.filter(file -> file.getFileName().toString().startsWith(prefix + "-"))
                            .filter(file -> file.toString().endsWith(OWNER))
                            .toList();
        }
        for (Path file : owners) {
            if (!alive(Files.readString(file))) {
                String fileName = file.getFileName().toString();
                String orphan = fileName.substring(0, fileName.length() - OWNER.length());
                progress.accept("removing what an earlier run left: " + orphan);
                LocalCluster.down(file.resolveSibling(orphan), progress);
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean alive(String identity) {
        String pid = identity.strip().split(" ", 2)[0];
        return pid.matches("\\d{1,10}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .filter(process -> identity(process).equals(identity))
                        .isPresent();
    }

    /** Process ID and start time, so that a reused ID is not mistaken for the owner. */
    private static String identity(ProcessHandle process) {
        Optional<Long> start = process.info().startInstant().map(at -> at.toEpochMilli());
        return process.pid() + " " + start.orElse(0L);
    }

    private static Path owner(Path state) {
        return state.resolveSibling(state.getFileName() + OWNER);
    }
}
