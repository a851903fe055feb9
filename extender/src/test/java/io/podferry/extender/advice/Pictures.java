package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.risk.RiskReport;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Pictures of small clusters for tests: nodes of 1000 MiB. Not thread-safe. */
final class Pictures {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<NodeSnapshot> nodes = new ArrayList<>();
    private final List<PodSnapshot> pods = new ArrayList<>();
    private final Map<NodeName, NodeRisk> risks = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();
    private Instant takenAt = NOW;

    /** A calm node with so many MiB in use. */
    Pictures node(String name, long used) {
        return node(name, used, used, 0, Duration.ZERO);
    }

    /** A node that is forecast to run out of memory. */
    Pictures endangered(String name, long used) {
        return node(name, used, 1200, 0.9, Duration.ZERO);
    }

    /** A node whose agent is silent. */
    Pictures stale(String name, long used) {
        return node(name, used, used, 0.9, Duration.ofMinutes(5));
    }

    private Pictures node(String name, long used, long later, double danger, Duration age) {
        NodeName id = new NodeName(name);
        DataSize usable = DataSize.ofMebibytes(1000);
        DataSize memory = DataSize.ofMebibytes(used);
        DataSize q90 = DataSize.ofMebibytes(later);
        nodes.add(
                new NodeSnapshot(id, usable, memory, NOW.minus(age), OptionalDouble.empty(), true));
        boolean old = age.compareTo(Duration.ofSeconds(30)) > 0;
        Optional<Duration> end =
                danger > 0 ? Optional.of(Duration.ofSeconds(40)) : Optional.empty();
        risks.put(
                id, new NodeRisk(id, memory, usable, memory, q90, q90, end, end, danger, age, old));
        return this;
    }

    Pictures pod(String uid, String name, String node, long used) {
        pods.add(
                new PodSnapshot(
                        new PodUid(uid),
                        Optional.empty(),
                        name,
                        new NodeName(node),
                        name,
                        Map.of(),
                        DataSize.ofMebibytes(used),
                        NOW,
                        Optional.empty(),
                        NOW,
                        List.of()));
        return this;
    }

    /** A migration of lab/solver (s-1) to the node, for which controller rs-1 makes the clone. */
    Pictures held(String target, long size) {
        holds.add(
                new Hold(
                        "m-1",
                        "s-1",
                        "lab/solver",
                        "c-1",
                        Optional.of("rs-1"),
                        target,
                        DataSize.ofMebibytes(size)));
        return this;
    }

    /** Says that the picture was taken at another time. */
    Pictures at(Instant time) {
        takenAt = time;
        return this;
    }

    ClusterView view() {
        return ClusterView.of(
                new ClusterSnapshot(takenAt, nodes, pods),
                new RiskReport(Duration.ofMinutes(2), risks),
                holds);
    }

    /** A pod of the namespace lab that waits for a node. */
    static PodFacts waiting(String uid, String name, long request, String owner, String cloneOf) {
        return new PodFacts(
                Optional.of(uid),
                "lab",
                name,
                Map.of(),
                cloneOf.isEmpty() ? Map.of() : Map.of(PodFacts.CLONE_OF, cloneOf),
                owner.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new PodFacts.Owner(owner, "ReplicaSet", owner)),
                "",
                Optional.empty(),
                "Pending",
                false,
                request == 0 ? Optional.empty() : Optional.of(DataSize.ofMebibytes(request)),
                Optional.empty());
    }

    static PodFacts waiting(String name, long request) {
        return waiting("u-" + name, name, request, "", "");
    }
}
