package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.plan.PlanningInput;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Vertical autoscaling with static requests: per pod name a histogram of memory that decays with a
 * half-life of a day; the request is its 90 % quantile plus 15 %, raised by a fifth after a kill. A
 * node whose requests exceed what is usable is in trouble. Not thread-safe.
 */
final class VpaTrigger implements Trigger {
    private static final double FIRST_BUCKET = 10 << 20;
    private static final double BUCKET_GROWTH = 1.05;
    private static final int BUCKETS = 250;
    private static final double HALF_LIFE_SECONDS = 86_400;
    private static final double QUANTILE = 0.9;
    private static final double MARGIN = 1.15;
    private static final double BUMP = 1.2;

    private final Map<String, Histogram> histograms = new HashMap<>();

    /** The memory of all incarnations of a pod. */
    private static final class Histogram {
        private final double[] weights = new double[BUCKETS];
        private String uid = "";
        private double reference = Double.NaN;
        private double peak;
        private double raised;
        private double last = Double.NEGATIVE_INFINITY;

        private void add(PodSnapshot pod) {
            double at = pod.sampledAt().toEpochMilli() / 1e3;
            if (at <= last) {
                return;
            }
            last = at;
            reference = Double.isNaN(reference) ? at : reference;
            if (!uid.isEmpty() && !pod.uid().value().equals(uid) && pod.previousUid().isEmpty()) {
                raised = Math.max(raised, BUMP * peak);
                peak = 0;
            }
            uid = pod.uid().value();
            peak = Math.max(peak, pod.memory().bytes());
            double weight = Math.pow(2, Math.min(500, (at - reference) / HALF_LIFE_SECONDS));
            weights[bucket(pod.memory().bytes())] += weight;
        }

        private double request() {
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
            }
            double below = 0;
            for (int i = 0; i < BUCKETS; i++) {
                below += weights[i];
                if (below >= QUANTILE * sum) {
                    double end = FIRST_BUCKET * Math.pow(BUCKET_GROWTH, i + 1);
                    return Math.max(MARGIN * end, raised);
                }
            }
            return raised;
        }

        private static int bucket(double bytes) {
            double ratio = Math.max(1, bytes / FIRST_BUCKET);
            return (int) Math.min(BUCKETS - 1, Math.log(ratio) / Math.log(BUCKET_GROWTH));
        }
    }

    @Override
    public void observe(NodeSnapshot node, PlanningInput input) {
        for (PodSnapshot pod : input.cluster().podsOn(node.name())) {
            histograms.computeIfAbsent(pod.name(), _ -> new Histogram()).add(pod);
        }
    }

    @Override
    public Optional<Alarm> check(NodeSnapshot node, PlanningInput input) {
        double requests = 0;
        for (PodSnapshot pod : input.cluster().podsOn(node.name())) {
            Histogram histogram = histograms.get(pod.name());
            requests += histogram == null ? pod.memory().bytes() : histogram.request();
        }
        double excess = requests - node.usable().bytes();
        return excess <= 0
                ? Optional.empty()
                : Optional.of(new Alarm(excess, "the requests exceed what is usable"));
    }
}
