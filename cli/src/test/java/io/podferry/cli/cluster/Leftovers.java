package io.podferry.cli.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything on the machine that a cluster could leave behind, as lines of text. */
final class Leftovers {
    private Leftovers() {}

    /**
     * @param cluster name of the cluster
     * @param state its folder
     */
    static Set<String> of(String cluster, Path state) throws IOException {
        Set<String> all = new TreeSet<>();
        if (Files.exists(state)) {
            all.add("files: " + state);
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            if (line.contains(state.toString())) {
                all.add("mount: " + line);
            }
        }
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process :
                    processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
                String command = read(process.resolve("cmdline")).replace('\0', ' ');
                boolean own =
                        process.getFileName()
                                .toString()
                                .equals(Long.toString(ProcessHandle.current().pid()));
                if (!own
                        && (command.contains(state.toString())
                                || read(process.resolve("cgroup"))
                                        .contains("/podferry/" + cluster + "/"))) {
                    all.add("process: " + process + " " + command);
                }
            }
        }
        try (Stream<Path> cgroups = Files.walk(Path.of("/sys/fs/cgroup"), 4)) {
            cgroups.filter(p -> p.toString().endsWith("/podferry/" + cluster))
                    .forEach(p -> all.add("cgroup: " + p));
        } catch (java.io.UncheckedIOException e) {
            // A cgroup of somebody else went while it was looked at.
        }
        if (Files.exists(Path.of("/run/podferry/.clusters", cluster))) {
            all.add("registration: " + cluster);
        }
        if (Files.exists(Path.of("/run/podferry", cluster))) {
            all.add("network namespaces: " + cluster);
        }
        return all;
    }

    /** Name of the link that has the address; the cluster's bridge. */
    static String bridge(String address) throws IOException {
        return lines("ip", "-4", "-o", "addr", "show").stream()
                .filter(line -> line.contains(" " + address + "/"))
                .map(line -> line.split(" +", -1)[1])
                .findFirst()
                .orElseThrow(() -> new AssertionError("no link has " + address));
    }

    /**
     * Links of the cluster of a bridge: all its names share the four characters behind the prefix.
     */
    static List<String> links(String bridge) throws IOException {
        String veths = "pf" + bridge.substring(3, 7);
        return lines("ip", "-o", "link").stream()
                .map(line -> line.split(" +", -1)[1])
                .filter(name -> name.startsWith(bridge) || name.startsWith(veths))
                .toList();
    }

    private static List<String> lines(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
