package io.podferry.policy.placement;

import io.podferry.policy.cluster.ClusterSnapshot;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.risk.RiskReport;
import io.podferry.policy.units.DataSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a pod may go, best node first: one code for moves and for the scheduler. Immutable. */
public final class PlacementService {
    private final List<PlacementFilter> filters;
    private final PlacementScore score;

    public PlacementService(List<PlacementFilter> filters, PlacementScore score) {
        this.filters = List.copyOf(filters);
        this.score = score;
    }

    /** The standard conditions, and the preference for headroom in the forecast. */
    public static PlacementService standard() {
        return new PlacementService(StandardFilters.all(), new ForecastHeadroomScore());
    }

    /**
     * For new pods that kube-scheduler places: only memory counts here, all else is the scheduler's
     * to judge.
     */
    public static PlacementService newPods() {
        return new PlacementService(List.of(StandardFilters::fits), new ForecastHeadroomScore());
    }

    /** The nodes of a cluster as this service looks at them. */
    public static List<NodeOutlook> outlooks(
            ClusterSnapshot cluster, RiskReport risks, Map<NodeName, DataSize> reservations) {
        List<NodeOutlook> outlooks = new ArrayList<>();
        for (NodeSnapshot node : cluster.nodes()) {
            NodeRisk risk = risks.nodes().get(node.name());
            if (risk != null) {
                DataSize reserved = reservations.getOrDefault(node.name(), DataSize.ZERO);
                outlooks.add(new NodeOutlook(node, risk, reserved));
            }
        }
        return outlooks;
    }

    public Placement place(PlacementPod pod, Collection<NodeOutlook> nodes) {
        List<Placement.Ranked> ranked = new ArrayList<>();
        Map<String, List<NodeName>> rejected = new TreeMap<>();
        for (NodeOutlook node : nodes) {
            Optional<String> reason = objection(pod, node);
            if (reason.isPresent()) {
                rejected.computeIfAbsent(reason.get(), _ -> new ArrayList<>())
                        .add(node.node().name());
            } else {
                ranked.add(new Placement.Ranked(node.node().name(), score(pod, node)));
            }
        }
        ranked.sort(
                Comparator.comparingDouble(Placement.Ranked::score)
                        .reversed()
                        .thenComparing(Placement.Ranked::node));
        return new Placement(ranked, rejected);
    }

    /** How good the node would be, from 0 (worst) to 1 (best), whether or not it is possible. */
    public double score(PlacementPod pod, NodeOutlook node) {
        return Math.clamp(score.score(pod, node), 0, 1);
    }

    /** Why the pod cannot go to the node; empty when it can. */
    public Optional<String> objection(PlacementPod pod, NodeOutlook node) {
        for (PlacementFilter filter : filters) {
            Optional<String> reason = filter.reject(pod, node);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }
}
