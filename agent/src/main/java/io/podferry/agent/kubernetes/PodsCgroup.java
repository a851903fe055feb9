package io.podferry.agent.kubernetes;

import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.cgroup.CgroupTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The cgroup that holds all pods of the node.
 *
 * @param path below every hierarchy's root
 * @param limitBytes memory of all pods together
 */
record PodsCgroup(String path, long limitBytes) {
    private static final List<String> USUAL = List.of("/kubepods", "/kubepods.slice");

    /** Finds it by name, by the place of this process if it is a pod, or by kubelet's defaults. */
    static PodsCgroup find(CgroupTree cgroups, Optional<String> given) throws IOException {
        Optional<String> own =
                RuncState.cgroup((int) ProcessHandle.current().pid()).flatMap(PodsCgroup::above);
        String path =
                given.or(() -> own)
                        .or(() -> USUAL.stream().filter(cgroups::exists).findFirst())
                        .orElseThrow(() ->
                                new IOException(
                                        "kubelet's cgroup of all pods is not known: neither %s. Maybe name it by --pods-cgroup?"
                                                .formatted(String.join(" nor ", USUAL))));
        if (!cgroups.exists(path)) {
            throw new IOException(
                    "there is no cgroup '%s'. Maybe kubelet has not started yet?".formatted(path));
        }
        try (CgroupReader reader = cgroups.reader(path)) {
            Long limit = reader.read().limitBytes();
            long machine = machineBytes();
            return new PodsCgroup(path, limit == null ? machine : Math.min(limit, machine));
        }
    }

    private static Optional<String> above(String cgroup) {
        StringBuilder path = new StringBuilder();
        for (String part : cgroup.substring(1).split("/", -1)) {
            path.append('/').append(part);
            if (part.equals("kubepods") || part.equals("kubepods.slice")) {
                return Optional.of(path.toString());
            }
        }
        return Optional.empty();
    }

    private static long machineBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("/proc/meminfo does not tell the machine's memory");
    }
}
