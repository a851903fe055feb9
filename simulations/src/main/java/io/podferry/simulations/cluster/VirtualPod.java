package io.podferry.simulations.cluster;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.PodReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One incarnation of a pod on one node.
 *
 * <p>{@code held}: a rebuilt clone that has not executed anything yet; its memory counts, its agent
 * does not report it as a pod.
 */
final class VirtualPod {
    private final PodUid uid;
    private final Optional<PodUid> previousUid;
    private final NodeName node;
    private final Program program;
    private boolean frozen;
    private boolean held;

    VirtualPod(PodUid uid, Optional<PodUid> previousUid, NodeName node, Program program) {
        this.uid = uid;
        this.previousUid = previousUid;
        this.node = node;
        this.program = program;
    }

    static VirtualPod heldClone(PodUid uid, VirtualPod source, NodeName target) {
        VirtualPod clone = new VirtualPod(uid, Optional.of(source.uid), target, source.program);
        clone.held = true;
        return clone;
    }

    PodUid uid() {
        return uid;
    }

    NodeName node() {
        return node;
    }

    Program program() {
        return program;
    }

    String name() {
        return program.spec().name();
    }

    DataSize memory() {
        return program.memory();
    }

    boolean frozen() {
        return frozen;
    }

    boolean held() {
        return held;
    }

    boolean executing() {
        return !frozen && !held;
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    void release() {
        held = false;
    }

    PodSnapshot snapshot(Instant at) {
        return new PodSnapshot(
                uid,
                previousUid,
                name(),
                node,
                program.spec().workloadClass(),
                Map.of(),
                memory(),
                at,
                program.spec().limit(),
                program.startedAt(),
                List.of());
    }

    PodReading reading() {
        return new PodReading(name(), memory(), program.spec().limit(), frozen);
    }
}
