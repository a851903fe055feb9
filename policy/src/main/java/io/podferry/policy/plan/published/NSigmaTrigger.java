package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.cluster.PodSnapshot;
import io.podferry.policy.plan.PlanningInput;
import java.util.Locale;
import java.util.Optional;

/**
 * "Take it to the Limit": a node's peak is the larger one of mean + n sigma of its pods' sum and of
 * the sum of their 95 % quantiles.
 *
 * @param sigmas n
 */
record NSigmaTrigger(double sigmas) implements Trigger {
    private static final double QUANTILE = 0.95;

    @Override
    public Optional<Alarm> check(NodeSnapshot node, PlanningInput input) {
        double mean = 0;
        double variance = 0;
        double quantiles = 0;
        for (PodSnapshot pod : input.cluster().podsOn(node.name())) {
            double[] values = Selectors.values(pod, input);
            mean += Statistics.mean(values);
            variance += Statistics.variance(values);
            quantiles += Statistics.quantile(values, QUANTILE);
        }
        double peak = Math.max(mean + sigmas * Math.sqrt(variance), quantiles);
        double excess = peak - node.usable().bytes();
        return excess <= 0
                ? Optional.empty()
                : Optional.of(
                        new Alarm(
                                excess,
                                String.format(
                                        Locale.ROOT,
                                        "mean + %.0f sigma or the sum of P95 exceeds the limit",
                                        sigmas)));
    }
}
