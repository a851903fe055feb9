package io.podferry.agent.kubernetes;

import io.podferry.agent.runtime.ContainerState;

/**
 * A container of a pod as containerd has made it.
 *
 * @param id runc's name of it
 * @param podUid UID of the pod object
 * @param pod "namespace/name"
 * @param name in the pod
 * @param bundle its bundle, a path of the machine
 * @param pid process id of its init, as this agent sees it
 * @param startTicks start time of init in clock ticks since boot
 * @param cgroup its cgroup below every hierarchy's root
 * @param createdAtEpochMillis when it was made
 */
record KubeContainer(
        String id,
        String podUid,
        String pod,
        String name,
        String bundle,
        int pid,
        long startTicks,
        String cgroup,
        long createdAtEpochMillis) {
    /** The pod's cgroup: that of all its containers together. */
    String podCgroup() {
        int slash = cgroup.lastIndexOf('/');
        return slash <= 0 ? cgroup : cgroup.substring(0, slash);
    }

    ContainerState.Running running() {
        return new ContainerState.Running(pid, startTicks);
    }
}
