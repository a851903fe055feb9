package io.podferry.policy.plan.published;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How the 2022 controller chooses pods for a requested amount. Sizes are in GB (10^9 bytes). */
public enum ElcheadSelector {
    /** The largest pod; an error when it is smaller than the request. */
    MAX("max") {
        @Override
        Choice choose(List<ElcheadPod> pods, double request, double freeGb) {
            Optional<ElcheadPod> largest = pods.stream().max(BY_SIZE);
            return largest.filter(pod -> pod.gb() >= request)
                    .map(pod -> new Choice(List.of(pod), ""))
                    .orElse(Choice.error("the largest pod is smaller than the request"));
        }
    },
    /** The smallest pod that covers the request; an error when there is none. */
    BIG_ENOUGH("big-enough") {
        @Override
        Choice choose(List<ElcheadPod> pods, double request, double freeGb) {
            return pods.stream()
                    .filter(pod -> pod.gb() >= request)
                    .min(BY_SIZE)
                    .map(pod -> new Choice(List.of(pod), ""))
                    .orElse(Choice.error("no pod is as large as the request"));
        }
    },
    /**
     * A knapsack over pods of more than 5 GB: weight GB, value GB x 0.5^moves, capacity the
     * request. So it frees at most what is requested.
     */
    OPTIMAL("optimal") {
        @Override
        Choice choose(List<ElcheadPod> pods, double request, double freeGb) {
            List<ElcheadPod> large =
                    pods.stream().filter(pod -> pod.gb() > LEAST_GB).sorted(BY_SIZE).toList();
            int capacity = (int) Math.floor(request);
            double[] best = new double[capacity + 1];
            boolean[][] taken = new boolean[large.size()][capacity + 1];
            for (int i = 0; i < large.size(); i++) {
                int weight = (int) Math.round(large.get(i).gb());
                double value = large.get(i).gb() * Math.pow(0.5, large.get(i).moves());
                for (int room = capacity; room >= weight; room--) {
                    if (best[room - weight] + value > best[room]) {
                        best[room] = best[room - weight] + value;
                        taken[i][room] = true;
                    }
                }
            }
            List<ElcheadPod> chosen = new ArrayList<>();
            int room = capacity;
            for (int i = large.size() - 1; i >= 0; i--) {
                if (taken[i][room]) {
                    chosen.add(large.get(i));
                    room -= (int) Math.round(large.get(i).gb());
                }
            }
            return chosen.isEmpty()
                    ? Choice.error("no set of pods fits into the request")
                    : new Choice(chosen.reversed(), "");
        }
    },
    /**
     * Pods that grow by more than 1 GB/min, steepest first, until five minutes of what is left of
     * the growth fit into the free memory; the requested amount does not matter.
     */
    SLOPE("slope") {
        @Override
        Choice choose(List<ElcheadPod> pods, double request, double freeGb) {
            double growth = pods.stream().mapToDouble(ElcheadPod::gbPerMinute).sum();
            List<ElcheadPod> chosen = new ArrayList<>();
            for (ElcheadPod pod : pods.stream().sorted(STEEPEST).toList()) {
                if (pod.gbPerMinute() <= LEAST_SLOPE || MINUTES * growth <= freeGb) {
                    break;
                }
                chosen.add(pod);
                growth -= pod.gbPerMinute();
                freeGb += pod.gb();
            }
            return chosen.isEmpty()
                    ? Choice.error("no pod grows by more than 1 GB/min")
                    : new Choice(chosen, "");
        }
    };

    /** How far the slope request looks ahead, minutes. */
    static final double MINUTES = 5;

    private static final double LEAST_GB = 5;
    private static final double LEAST_SLOPE = 1;
    private static final Comparator<ElcheadPod> BY_SIZE =
            Comparator.comparingDouble(ElcheadPod::gb)
                    .thenComparing(pod -> pod.pod().uid(), Comparator.reverseOrder());
    private static final Comparator<ElcheadPod> STEEPEST =
            Comparator.comparingDouble(ElcheadPod::gbPerMinute)
                    .reversed()
                    .thenComparing(pod -> pod.pod().uid());

    private final String text;

    ElcheadSelector(String text) {
        this.text = text;
    }

    /** Name in the policy's name. */
    public String text() {
        return text;
    }

    /** Pods to move, or why none. */
    record Choice(List<ElcheadPod> pods, String error) {
        static Choice error(String reason) {
            return new Choice(List.of(), reason);
        }
    }

    abstract Choice choose(List<ElcheadPod> pods, double request, double freeGb);
}
