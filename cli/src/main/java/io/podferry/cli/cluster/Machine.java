package io.podferry.cli.cluster;

import io.podferry.policy.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine has and allows. */
public final class Machine {
    private Machine() {}

    static void requireRoot() {
        if (uid() != 0) {
            throw new ClusterException(
                    "this needs root (cgroups, network namespaces, containers), but the user is '%s'. Run it with sudo."
                            .formatted(System.getProperty("user.name")));
        }
    }

    static int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new ClusterException(
                    "this is no Linux machine with /proc (" + e.getMessage() + ")", e);
        }
    }

    /** All memory of the machine. */
    public static DataSize memory() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemTotal:")) {
                    return DataSize.ofBytes(Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
                }
            }
        } catch (IOException e) {
            throw new ClusterException("cannot read /proc/meminfo: " + e.getMessage(), e);
        }
        throw new ClusterException("/proc/meminfo tells no MemTotal");
    }
}
