package io.podferry.agent.runtime;

import java.nio.file.Path;

/**
 * Layout of a node's state folder. Every folder is 0700, every file 0600.
 *
 * <pre>
 * root/runc/                         runc's own state
 * root/programs/                     scripts that outlive an agent
 * root/pods/UID/pod.json             the pod
 * root/pods/UID/containers/NAME/     bundle, writable layer, scratch folders, log
 * root/fences/UID                    this incarnation must never be started again
 * root/migrations/ID/                orders, markers, attempts
 * root/checkpoints/ID/               images received here
 * </pre>
 *
 * @param root the node's state folder, absolute
 */
public record NodePaths(Path root) {
    public Path runc() {
        return root.resolve("runc");
    }

    public Path programs() {
        return root.resolve("programs");
    }

    public Path pods() {
        return root.resolve("pods");
    }

    public Path pod(String uid) {
        return pods().resolve(uid);
    }

    public Path container(String uid, String name) {
        return pod(uid).resolve("containers").resolve(name);
    }

    public Path fences() {
        return root.resolve("fences");
    }

    public Path migrations() {
        return root.resolve("migrations");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }
}
