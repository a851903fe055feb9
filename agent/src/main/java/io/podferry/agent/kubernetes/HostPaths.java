package io.podferry.agent.kubernetes;

import java.nio.file.Path;

/**
 * Where things lie on a node. All paths are those of the machine itself; an agent that is a pod
 * mounts what it writes to at the same places.
 *
 * @param runcRoot runc's state of containerd's Kubernetes containers, usually {@code
 *     /run/containerd/runc/k8s.io}
 * @param run folder that the runtime wrapper reads, usually {@code /run/podferry}
 * @param state the agent's own folder, 0700, usually {@code /var/lib/podferry}
 * @param kubelet kubelet's folder, usually {@code /var/lib/kubelet}
 * @param install where wrapper and CRIU are put, usually {@code /opt/podferry}
 */
public record HostPaths(Path runcRoot, Path run, Path state, Path kubelet, Path install) {
    Path migrations() {
        return state.resolve("migrations");
    }

    Path checkpoints() {
        return state.resolve("checkpoints");
    }

    /** One file per pod that leaves: which containers it had, and whether they were proven dead. */
    Path departures() {
        return state.resolve("departures");
    }

    Path programs() {
        return state.resolve("programs");
    }

    /** The runtime wrapper. */
    public Path wrapper() {
        return install.resolve("bin/podferry-runtime");
    }

    /** The CRIU that dumps and restores. */
    public Path criu() {
        return install.resolve("criu/bin/criu");
    }

    /** Where kubelet keeps a pod's emptyDir volume. */
    Path emptyDir(String podUid, String name) {
        return kubelet.resolve("pods")
                .resolve(podUid)
                .resolve("volumes/kubernetes.io~empty-dir")
                .resolve(name);
    }
}
