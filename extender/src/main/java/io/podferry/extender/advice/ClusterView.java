package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NameTable;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.migration.MigrationRecord;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.placement.NodeOutlook;
import io.podferry.policy.placement.PlacementService;
import io.podferry.policy.risk.RiskReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cluster as the advice is based on it: indexes over one picture. Immutable, thread-safe. */
public final class ClusterView {
    private final Instant takenAt;
    private final NameTable names;
    private final Map<String, NodeOutlook> nodes = new HashMap<>();
    private final Map<String, PodSnapshot> podsByUid = new HashMap<>();
    private final Map<String, PodSnapshot> podsByName = new HashMap<>();
    private final List<Hold> holds;
    private final Set<String> moving = new HashSet<>();

    private ClusterView(ClusterSnapshot cluster, RiskReport risks, List<Hold> holds) {
        this.takenAt = cluster.takenAt();
        this.holds = List.copyOf(holds);
        List<String> order = new ArrayList<>();
        for (NodeOutlook node : PlacementService.outlooks(cluster, risks, Map.of())) {
            order.add(node.node().name().value());
            nodes.put(node.node().name().value(), node);
        }
        this.names = new NameTable(order);
        for (PodSnapshot pod : cluster.pods()) {
            podsByUid.put(pod.uid().value(), pod);
            podsByName.put(pod.name(), pod);
        }
        for (Hold hold : holds) {
            moving.add(hold.sourceUid());
            moving.add(hold.cloneUid());
        }
    }

    /** The view of one picture. */
    public static ClusterView of(ClusterSnapshot cluster, RiskReport risks, List<Hold> holds) {
        return new ClusterView(cluster, risks, holds);
    }

    /**
     * The view of what an engine saw and does.
     *
     * @param owners UID of the controller that was made to replace the pod of a migration
     */
    public static ClusterView of(
            TickReport tick, Function<MigrationRecord, Optional<String>> owners) {
        List<Hold> holds =
                tick.active().stream()
                        .filter(ClusterView::waitsForClone)
                        .map(record -> Hold.of(record, owners.apply(record)))
                        .toList();
        return new ClusterView(tick.cluster(), tick.risks(), holds);
    }

    private static boolean waitsForClone(MigrationRecord record) {
        return record.state() != MigrationState.ABORTING && !record.state().terminal();
    }

    public Instant takenAt() {
        return takenAt;
    }

    /** Names of all nodes. */
    public NameTable names() {
        return names;
    }

    /** A node with its forecast, without regard to promises; null when it is unknown. */
    @Nullable NodeOutlook node(String name) {
        return nodes.get(name);
    }

    Optional<PodSnapshot> podByUid(String uid) {
        return Optional.ofNullable(podsByUid.get(uid));
    }

    Optional<PodSnapshot> podByName(String name) {
        return Optional.ofNullable(podsByName.get(name));
    }

    /** The migration that waits for this pod. */
    Optional<Hold> holdFor(PodFacts pod) {
        return holds.isEmpty()
                ? Optional.empty()
                : holds.stream().filter(hold -> hold.isFor(pod)).findFirst();
    }

    List<Hold> holds() {
        return holds;
    }

    /** Whether the pod takes part in a migration under way. */
    boolean moving(String uid) {
        return moving.contains(uid);
    }
}
