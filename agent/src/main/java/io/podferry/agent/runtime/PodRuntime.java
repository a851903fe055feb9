package io.podferry.agent.runtime;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.network.NodeNetwork;
import io.podferry.agent.tools.Tools;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes, starts, finds and removes the pods of one node. Keeps nothing in memory that is not also on disk or in the kernel: a
 * restarted agent makes a new one and finds everything again. Thread-safe; one process per node.
 */
public final class PodRuntime {
    /**
     * @param nodeCgroup path of the node's cgroup below every hierarchy's root, for example {@code /podferry/demo/node-a}
     */
    public PodRuntime(
            NodePaths paths, CgroupTree cgroups, String nodeCgroup, NodeNetwork network, Tools.Found tools) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the node's folders and its cgroup with a limit, or adjusts them.
     *
     * @param memoryLimitBytes of all pods together
     */
    public void createNode(long memoryLimitBytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Removes every pod, the node's cgroup and its folders; fences go, too. */
    public void removeNode() throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Everything of a pod except its processes: address, network namespace, cgroups, folders, mounts, configurations. Idempotent:
     * an existing one is found, completed and returned.
     *
     * @param previousUid incarnation it continues, null for a new pod
     * @param workStartedAt when its work began
     * @throws IOException with a remedy when the specification cannot be met here, or the UID is fenced
     */
    public PodStatus createSandbox(
            String uid, @Nullable String previousUid, PodSpec spec, Instant workStartedAt) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts all containers of a sandbox from nothing. A container that was started before is left alone.
     *
     * @throws IOException when the UID is fenced or a program cannot be started; nothing of the pod runs then
     */
    public void start(String uid) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** All pods of this node, dead ones until they are removed, in the order of their UIDs. */
    public List<PodStatus> list() throws IOException {
        throw new UnsupportedOperationException();
    }

    public Optional<PodStatus> find(String uid) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Kills every process of the pod with SIGKILL, frozen ones included, and waits until they are gone. Idempotent. */
    public void kill(String uid) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Kills, then removes cgroups, mounts, namespace and files without a trace; the fence stays. Idempotent. */
    public void remove(String uid) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The newest lines of a container's output. */
    public List<String> logs(String uid, String container, int tail) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** From now on this incarnation can never be started or restored here, durably. */
    public void fence(String uid) throws IOException {
        throw new UnsupportedOperationException();
    }

    public boolean fenced(String uid) {
        throw new UnsupportedOperationException();
    }

    /**
     * What is left of a pod that ought to be dead: its init processes (process id and start time) and everything in its cgroups.
     * Empty is the proof that it executes nothing any more.
     */
    public List<String> remains(String uid) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The folders that move with the pod. On the target the same names give the places to put them before the restore. */
    public List<CapturedFolder> captured(String uid) throws IOException {
        throw new UnsupportedOperationException();
    }
}
