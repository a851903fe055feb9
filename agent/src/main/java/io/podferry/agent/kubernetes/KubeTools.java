package io.podferry.agent.kubernetes;

import java.nio.file.Path;

/**
 * The programs of a node. All paths are those of the machine.
 *
 * @param runcRoot runc's state of containerd's containers
 * @param runcVersion for example 1.3.6
 * @param criu that passes its own check
 * @param criuVersion for example 4.2.1
 * @param configured script that gives runc options for CRIU
 */
record KubeTools(
        Host host,
        Path runcRoot,
        String runcVersion,
        Path criu,
        String criuVersion,
        Path configured) {}
