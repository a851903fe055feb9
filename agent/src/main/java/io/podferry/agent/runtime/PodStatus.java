package io.podferry.agent.runtime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pod of this node, as found on disk and in the kernel.
 *
 * @param uid identity of this incarnation
 * @param previousUid the incarnation it is a clone of, or null
 * @param spec what it is to be
 * @param address its IPv4 address
 * @param cgroup path of its cgroup below every hierarchy's root; the containers' are children of it
 * @param workStartedAt when its work began; a clone continues its source's work
 * @param createdAt when it was made on this node
 * @param containers in the order of the specification
 */
public record PodStatus(
        String uid,
        @Nullable String previousUid,
        PodSpec spec,
        String address,
        String cgroup,
        Instant workStartedAt,
        Instant createdAt,
        List<ContainerStatus> containers) {

    /** Whether at least one container's init process lives. */
    public boolean alive() {
        return containers.stream().anyMatch(c -> c.state() instanceof ContainerState.Running);
    }
}
