package io.podferry.extender.advice;

import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.protocol.NameTable;
import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
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
import java.util.OptionalInt;
import java.util.Set;

/** The cluster as the advice is based on it: indexes over one picture. Immutable, thread-safe. */
public final class ClusterView {
    private final Instant takenAt;
    private final NameTable names;
    private final List<NodeOutlook> nodes;
    private final Map<String, PodSnapshot> podsByUid;
    private final Map<String, PodSnapshot> podsByName;
    private final List<Hold> holds;
    private final Set<String> moving;

    private ClusterView(
            ClusterSnapshot cluster, RiskReport risks, List<Hold> holds, NameTable before) {
        this.takenAt = cluster.takenAt();
        this.podsByUid = HashMap.newHashMap(cluster.pods().size());
        this.podsByName = HashMap.newHashMap(cluster.pods().size());
        this.moving = new HashSet<>();
        this.holds = List.copyOf(holds);
        List<NodeOutlook> outlooks = PlacementService.outlooks(cluster, risks, Map.of());
        List<String> order = new ArrayList<>(outlooks.size());
        outlooks.forEach(node -> order.add(node.node().name().value()));
        this.names = before.keepOrReplace(order);
        this.nodes =
                names.size() == order.size()
                        ? outlooks
                        : outlooks.stream()
                                .filter(n -> names.number(n.node().name().value()).isPresent())
                                .toList();
        for (PodSnapshot pod : cluster.pods()) {
            podsByUid.put(pod.uid().value(), pod);
            podsByName.put(pod.name(), pod);
        }
        for (Hold hold : holds) {
            moving.add(hold.sourceUid());
            moving.add(hold.cloneUid());
        }
    }

    private ClusterView(ClusterView other, Instant takenAt, NameTable names) {
        this.takenAt = takenAt;
        this.names = names;
        this.nodes = other.nodes;
        this.podsByUid = other.podsByUid;
        this.podsByName = other.podsByName;
        this.holds = other.holds;
        this.moving = other.moving;
    }

    /** The same view, said to be of another time: for clusters that stand still. */
    public ClusterView takenAt(Instant time) {
        return new ClusterView(this, time, names);
    }

    /** The view of one picture. */
    public static ClusterView of(ClusterSnapshot cluster, RiskReport risks, List<Hold> holds) {
        return new ClusterView(cluster, risks, holds, NameTable.EMPTY);
    }

    public Instant takenAt() {
        return takenAt;
    }

    /** Names of all nodes. */
    public NameTable names() {
        return names;
    }

    /** The same view, with the table of an earlier one if that has the same names. */
    ClusterView sharing(NameTable before) {
        List<String> order = new ArrayList<>(nodes.size());
        nodes.forEach(node -> order.add(node.node().name().value()));
        NameTable kept = before.keepOrReplace(order);
        return kept == before ? new ClusterView(this, takenAt, before) : this;
    }

    /** A node with its forecast, without regard to promises. */
    Optional<NodeOutlook> node(String name) {
        OptionalInt number = names.number(name);
        return number.isPresent() ? Optional.of(nodes.get(number.getAsInt())) : Optional.empty();
    }

    /** The nodes, in the order of their numbers in {@link #names}. */
    List<NodeOutlook> nodes() {
        return nodes;
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
