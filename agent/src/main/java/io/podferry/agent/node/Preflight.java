package io.podferry.agent.node;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.ContainerStatus;
import io.podferry.agent.runtime.PodInventory;
import io.podferry.agent.runtime.PodStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether a pod can be dumped, by looking at /proc only: the pod notices nothing. Thread-safe.
 */
public final class Preflight {
    private static final Path PROC = Path.of("/proc");
    private final PodInventory inventory;
    private final CgroupTree cgroups;

    public Preflight(PodInventory inventory, CgroupTree cgroups) {
        this.inventory = inventory;
        this.cgroups = cgroups;
    }

    /** All reasons why not, each with a remedy; empty when the pod can be moved. */
    public List<String> obstacles(String uid) throws IOException {
        Optional<PodStatus> pod = inventory.find(uid);
        return pod.isEmpty()
                ? List.of("there is no pod " + uid + " on this node")
                : obstacles(pod.get());
    }

    List<String> obstacles(PodStatus pod) throws IOException {
        List<String> found = new ArrayList<>();
        Set<Long> sockets = new HashSet<>();
        int anyPid = 0;
        for (ContainerStatus container : pod.containers()) {
            if (!(container.state() instanceof ContainerState.Running running)) {
                found.add(
                        "container '%s' does not run. A pod moves only while all its containers run."
                                .formatted(container.name()));
                continue;
            }
            List<ProcessFacts> processes = new ArrayList<>();
            for (int pid : cgroups.processes(container.cgroup())) {
                ProcessFacts.read(PROC, pid).ifPresent(processes::add);
            }
            anyPid = running.initPid();
            processes.forEach(p -> addSockets(p, sockets));
            found.addAll(Obstacles.of(container.name(), running.initPid(), processes));
        }
        if (!sockets.isEmpty() && anyPid != 0) {
            found.addAll(externalSockets(anyPid, sockets));
        }
        return found;
    }

    private static void addSockets(ProcessFacts process, Set<Long> sockets) {
        for (ProcessFacts.OpenFile file : process.files()) {
            if (file.target().startsWith("socket:[")) {
                sockets.add(Long.parseLong(file.target().substring(8, file.target().length() - 1)));
            }
        }
    }

    private static List<String> externalSockets(int pid, Set<Long> own) throws IOException {
        try {
            return Obstacles.externalSockets(UnixSockets.ofProcess(pid), own);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking at sockets", e);
        }
    }
}
