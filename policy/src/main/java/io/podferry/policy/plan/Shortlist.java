package io.podferry.policy.plan;

import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.risk.NodeRisk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts the pods of a crowded node down to those whose move can be the best one: the steepest, the
 * largest, and the smallest that cover the shortage which is to be expected. The others cost more
 * for less.
 */
final class Shortlist {
    private static final int EACH = 5;

    private Shortlist() {}

    static List<PodSnapshot> of(List<PodSnapshot> pods, NodeRisk risk, PlanningInput input) {
        if (pods.size() <= 3 * EACH) {
            return pods;
        }
        Comparator<PodSnapshot> steepest =
                Comparator.comparingDouble((PodSnapshot pod) -> growth(pod, input)).reversed();
        Comparator<PodSnapshot> largest = Comparator.comparing(PodSnapshot::memory).reversed();
        double shortage = (double) risk.q90().bytes() - risk.usable().bytes();
        List<PodSnapshot> covering = new ArrayList<>();
        for (PodSnapshot pod : pods) {
            if (input.futures().steepest(pod.uid()) >= shortage) {
                covering.add(pod);
            }
        }
        Set<PodSnapshot> chosen = new LinkedHashSet<>();
        chosen.addAll(BestOf.pick(pods, EACH, steepest));
        chosen.addAll(BestOf.pick(pods, EACH, largest));
        chosen.addAll(BestOf.pick(covering, EACH, largest.reversed()));
        return List.copyOf(chosen);
    }

    private static double growth(PodSnapshot pod, PlanningInput input) {
        return input.futures().steepest(pod.uid()) - pod.memory().bytes();
    }
}
