package io.podferry.testbed;

import java.nio.file.Path;

/**
 * A node of the testbed: a kubelet and a containerd that run.
 *
 * @param name as Kubernetes knows it
 * @param root the node's root folder as this process sees it
 */
public record TestbedNode(KubernetesTestbed testbed, String name, Path root) {
    /** Runs a command on the node that ought to succeed; returns what it prints. */
    public String run(String... command) {
        String[] arguments = new String[command.length + 1];
        arguments[0] = name;
        System.arraycopy(command, 0, arguments, 1, command.length);
        return testbed.script("node", arguments);
    }

    /**
     * How this process names a file of the node.
     *
     * @param file absolute path on the node
     */
    public Path file(String file) {
        return root.resolve(Path.of("/").relativize(Path.of(file)));
    }
}
