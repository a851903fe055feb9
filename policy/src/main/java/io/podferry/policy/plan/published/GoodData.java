package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.telemetry.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of the cluster may be acted upon at all. */
final class GoodData {
    private GoodData() {}

    /** Nodes whose memory is known, by name. */
    static List<NodeSnapshot> nodes(PlanningInput input) {
        Map<NodeName, NodeRisk> risks = input.futures().report().nodes();
        List<NodeSnapshot> known = new ArrayList<>();
        for (NodeSnapshot node : input.cluster().nodes()) {
            NodeRisk risk = risks.get(node.name());
            if (risk != null && !risk.stale()) {
                known.add(node);
            }
        }
        return known;
    }

    /** Pods of a node that can be moved, whose memory is known, and that do not move already. */
    static List<PodSnapshot> pods(
            NodeName node, PlanningInput input, Map<String, List<String>> rejections) {
        Set<Object> moving = new HashSet<>();
        input.inFlight().forEach(move -> moving.add(move.podUid()));
        List<PodSnapshot> good = new ArrayList<>();
        for (PodSnapshot pod : input.cluster().podsOn(node)) {
            String reason = reason(pod, input, moving.contains(pod.uid()));
            if (reason.isEmpty()) {
                good.add(pod);
            } else {
                rejections.computeIfAbsent(reason, _ -> new ArrayList<>()).add(pod.name());
            }
        }
        return good;
    }

    private static String reason(PodSnapshot pod, PlanningInput input, boolean moves) {
        if (!pod.movable()) {
            return pod.obstacles().getFirst();
        }
        Flaw flaw = input.cluster().flaw(pod.uid());
        if (flaw != Flaw.NONE) {
            return "must not be acted upon: " + flaw.text();
        }
        Duration age = Duration.between(pod.sampledAt(), input.cluster().takenAt());
        if (age.compareTo(input.staleAfter()) > 0) {
            return "memory of the pod is unknown";
        }
        return moves ? "moves already" : "";
    }
}
