package io.podferry.agent.node;

import io.podferry.agent.api.PodReport;
import io.podferry.agent.cgroup.CgroupReader;
import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.migration.OpenMoves;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.ContainerState;
import io.podferry.agent.runtime.ContainerStatus;
import io.podferry.agent.runtime.PodStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One pod as the sampler knows it, with its cgroup's files open. Used by the sampler's thread only.
 */
final class TrackedPod implements AutoCloseable {
    private final CgroupTree cgroups;
    private final Predicate<String> fenced;
    private final List<InitProcess> inits = new ArrayList<>();
    private @Nullable PodStatus status;
    private @Nullable CgroupReader reader;
    private boolean deathSeen;
    private long memoryBytes;

    TrackedPod(CgroupTree cgroups, Predicate<String> fenced) {
        this.cgroups = cgroups;
        this.fenced = fenced;
    }

    void update(PodStatus next) {
        status = next;
        deathSeen = false;
        inits.clear();
        for (ContainerStatus container : next.containers()) {
            if (container.state() instanceof ContainerState.Running(int pid, long ticks)) {
                inits.add(new InitProcess(pid, ticks));
            }
        }
        if (reader == null && next.alive()) {
            try {
                reader = cgroups.reader(next.cgroup());
            } catch (IOException gone) {
                deathSeen = true;
            }
        }
    }

    /** Whether a process that lived at the last listing is gone. */
    boolean deathSeen() {
        if (!deathSeen) {
            deathSeen = inits.stream().anyMatch(init -> !init.alive());
        }
        return deathSeen;
    }

    /**
     * What to tell about the pod; null when it is nobody's business: a clone on its way, or a
     * source that is gone.
     */
    @Nullable PodReport report(OpenMoves moves, ObstacleCache obstacles) {
        PodStatus pod = status;
        if (pod == null
                || moves.arriving(pod.uid())
                || fenced.test(pod.uid())
                || neverStarted(pod)) {
            return null;
        }
        boolean alive = pod.alive();
        memoryBytes = alive ? memory() : memoryAtDeath(pod);
        boolean leaving = moves.leaving(pod.uid());
        return new PodReport(
                pod.uid(),
                pod.previousUid(),
                pod.spec().name(),
                pod.address(),
                pod.spec().workloadClass(),
                pod.spec().labels(),
                alive ? (leaving ? "Moving" : "Running") : PodDeath.state(pod),
                alive ? null : PodDeath.reason(pod),
                memoryBytes,
                limit(pod),
                pod.workStartedAt().toEpochMilli(),
                alive ? null : PodDeath.at(pod).map(Instant::toEpochMilli).orElse(null),
                alive && !leaving ? obstacles.of(pod) : List.of());
    }

    private static boolean neverStarted(PodStatus pod) {
        return pod.containers().stream().allMatch(c -> c.state() instanceof ContainerState.Created);
    }

    private long memory() {
        try {
            CgroupReader open = reader;
            return open == null ? memoryBytes : open.read().unreclaimableBytes();
        } catch (IOException gone) {
            deathSeen = true;
            return memoryBytes;
        }
    }

    private long memoryAtDeath(PodStatus pod) {
        for (ContainerStatus container : pod.containers()) {
            if (container.state() instanceof ContainerState.OomKilled(Instant _, long bytes)) {
                return Math.max(bytes, memoryBytes);
            }
        }
        return memoryBytes;
    }

    private static @Nullable Long limit(PodStatus pod) {
        long sum = 0;
        for (ContainerSpec container : pod.spec().containers()) {
            Long limit = container.memoryLimitBytes();
            if (limit == null) {
                return null;
            }
            sum += limit;
        }
        return sum;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
