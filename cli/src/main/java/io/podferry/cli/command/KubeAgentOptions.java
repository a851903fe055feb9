package io.podferry.cli.command;

import io.podferry.agent.kubernetes.HostPaths;
import io.podferry.agent.kubernetes.KubeAgentConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the agent of a node of Kubernetes is told. Paths are those of the machine. */
final class KubeAgentOptions {
    /** Port of an agent's API. */
    static final int API_PORT = 7471;

    /** Port on which an agent receives images. */
    static final int TRANSFER_PORT = 7472;

    @Option(
            names = "--kubernetes",
            required = true,
            description = "The pods are kubelet's, their containers containerd's.")
    private boolean kubernetes;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDRESS",
            description = "IPv4 address of the node, as in its node object.")
    private String address = "";

    @Option(
            names = "--certificates",
            required = true,
            paramLabel = "DIR",
            description = "Folder with ca.crt, NODE.crt and NODE.key ('podferry certificates').")
    private Path certificates = Path.of("");

    @Option(
            names = "--payload",
            paramLabel = "DIR",
            description =
                    "Folder with bin/podferry-runtime and criu/ to put on the node; without it"
                            + " they must be in --install-dir.")
    private @Nullable Path payload;

    @Option(
            names = "--install-dir",
            paramLabel = "DIR",
            defaultValue = "/opt/podferry",
            description =
                    "Where the runtime wrapper and CRIU lie on the node (default:"
                            + " ${DEFAULT-VALUE}).")
    private Path install = Path.of("");

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            defaultValue = "/run/podferry",
            description = "Folder that the runtime wrapper reads (default: ${DEFAULT-VALUE}).")
    private Path run = Path.of("");

    @Option(
            names = "--runc-root",
            paramLabel = "DIR",
            defaultValue = "/run/containerd/runc/k8s.io",
            description = "runc's state of the containers of pods (default: ${DEFAULT-VALUE}).")
    private Path runcRoot = Path.of("");

    @Option(
            names = "--kubelet-dir",
            paramLabel = "DIR",
            defaultValue = "/var/lib/kubelet",
            description = "kubelet's folder (default: ${DEFAULT-VALUE}).")
    private Path kubelet = Path.of("");

    @Option(
            names = "--pods-cgroup",
            paramLabel = "PATH",
            description =
                    "Cgroup of all pods below every hierarchy's root (default: kubelet's usual"
                            + " ones).")
    private @Nullable String podsCgroup;

    @Option(
            names = "--own-mounts",
            description =
                    "This process is no pod: what it sees mounted is what the machine sees."
                            + " Otherwise process 1 of the machine shows that.")
    private boolean ownMounts;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "" + API_PORT,
            description = "Port of the agent's API (default: ${DEFAULT-VALUE}).")
    private int apiPort;

    @Option(
            names = "--transfer-port",
            paramLabel = "PORT",
            defaultValue = "" + TRANSFER_PORT,
            description = "Port on which images are received (default: ${DEFAULT-VALUE}).")
    private int transferPort;

    /** Whether the node is one of Kubernetes. */
    boolean kubernetes() {
        return kubernetes;
    }

    KubeAgentConfig config(String node, Optional<Path> state) {
        return new KubeAgentConfig(
                node,
                address,
                apiPort,
                transferPort,
                certificates,
                new HostPaths(
                        runcRoot,
                        run,
                        state.orElse(Path.of("/var/lib/podferry")),
                        kubelet,
                        install),
                Optional.ofNullable(payload),
                Optional.ofNullable(podsCgroup),
                ownMounts);
    }
}
