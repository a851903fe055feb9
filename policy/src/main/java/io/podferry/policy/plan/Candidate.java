package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * One way out: a pod, a target, and what it would cost. Costs are in the unit "kills of a pod".
 *
 * @param size expected size when the move starts
 * @param duration upper quantile of the learned duration
 * @param lead time before exhaustion at which this move must start
 * @param riskWhileMoving probability that the source runs out before the move is through
 * @param sourceRiskAfter risk of the source without the pod, discounted: see {@code
 *     NodeFuture.discountedRisk}
 * @param targetRiskAfter discounted risk that the pod adds to the target
 * @param effort price of downtime, bytes and churn
 * @param room what the target can take, with a little to spare
 */
public record Candidate(
        PodUid podUid,
        String podName,
        NodeName target,
        DataSize size,
        Duration duration,
        Duration lead,
        double riskWhileMoving,
        double sourceRiskAfter,
        double targetRiskAfter,
        double effort,
        DataSize room) {
    /** Expected kills with this move. */
    public double risk() {
        return riskWhileMoving
                + (1 - riskWhileMoving) * Math.min(1, sourceRiskAfter + targetRiskAfter);
    }

    /** What is paid whatever becomes of the source. */
    public double price() {
        return effort + targetRiskAfter;
    }

    /** What is compared. */
    public double cost() {
        return risk() + effort;
    }
}
