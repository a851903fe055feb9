package io.podferry.agent.kubernetes;

import java.nio.file.Path;
import java.util.Optional;

/**
 * All an agent on Kubernetes must be told.
 *
 * @param node name of the node object; the certificate's name, too
 * @param address IPv4 address the agent listens on
 * @param apiPort port of its API, mutual TLS
 * @param transferPort port on which it receives images, mutual TLS
 * @param certificates folder with {@code ca.crt}, {@code NODE.crt} and {@code NODE.key}
 * @param paths where things lie on the machine
 * @param payload folder with wrapper and CRIU to install; empty: they are there
 * @param podsCgroup cgroup of all pods; empty: found by kubelet's usual names
 * @param ownMounts whether this process sees the machine's own mounts, because it is no pod
 */
public record KubeAgentConfig(
        String node,
        String address,
        int apiPort,
        int transferPort,
        Path certificates,
        HostPaths paths,
        Optional<Path> payload,
        Optional<String> podsCgroup,
        boolean ownMounts) {}
