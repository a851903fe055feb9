package io.podferry.policy.cluster;

import io.podferry.policy.units.DataSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one running pod at one time.
 *
 * @param uid identity of this incarnation
 * @param previousUid the incarnation it was cloned from, whose history it continues
 * @param name name for people, "namespace/name" where namespaces exist
 * @param node where it runs
 * @param workloadClass pods with the same class share their growth history: owner, image, command
 *     or a label
 * @param labels labels given by the user
 * @param memory memory that cannot be reclaimed (anonymous + shmem + kernel), of all containers
 *     together
 * @param sampledAt when {@code memory} was read on the node
 * @param limit the sum of the containers' memory limits, when all of them have one
 * @param startedAt when the pod's work began; a clone keeps the start of its source, a restarted
 *     pod does not
 * @param obstacles why this pod cannot be moved, each with a remedy; empty when it can
 * @param detail what some sources tell beyond that
 */
public record PodSnapshot(
        PodUid uid,
        Optional<PodUid> previousUid,
        String name,
        NodeName node,
        String workloadClass,
        Map<String, String> labels,
        DataSize memory,
        Instant sampledAt,
        Optional<DataSize> limit,
        Instant startedAt,
        List<String> obstacles,
        PodDetail detail) {
    public PodSnapshot {
        labels = Map.copyOf(labels);
        obstacles = List.copyOf(obstacles);
    }

    /** A pod of which no more is known. */
    public PodSnapshot(
            PodUid uid,
            Optional<PodUid> previousUid,
            String name,
            NodeName node,
            String workloadClass,
            Map<String, String> labels,
            DataSize memory,
            Instant sampledAt,
            Optional<DataSize> limit,
            Instant startedAt,
            List<String> obstacles) {
        this(
                uid,
                previousUid,
                name,
                node,
                workloadClass,
                labels,
                memory,
                sampledAt,
                limit,
                startedAt,
                obstacles,
                PodDetail.NONE);
    }

    /** The same pod with another sample. */
    public PodSnapshot sampled(NodeName on, DataSize size, Instant at) {
        return new PodSnapshot(
                uid,
                previousUid,
                name,
                on,
                workloadClass,
                labels,
                size,
                at,
                limit,
                startedAt,
                obstacles,
                detail);
    }

    /** The part of the name before the slash; "default" where there is none. */
    public String namespace() {
        int slash = name.indexOf('/');
        return slash > 0 ? name.substring(0, slash) : "default";
    }

    public boolean movable() {
        return obstacles.isEmpty();
    }
}
