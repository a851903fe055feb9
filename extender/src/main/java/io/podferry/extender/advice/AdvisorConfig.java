package io.podferry.extender.advice;

import java.time.Duration;

/**
 * What the extender turns down.
 *
 * @param endangeredFrom probability of exhaustion within the horizon from which a node gets no new
 *     pods, above 0; more than 1 switches the rule off
 * @param headroom whether a pod is kept off nodes whose free memory is less than its request
 * @param reservationLimit how long memory stays promised to a clone that nobody asks about again
 * @param pictureLimit age from which the picture of the cluster is no ground for advice
 */
public record AdvisorConfig(
        double endangeredFrom, boolean headroom, Duration reservationLimit, Duration pictureLimit) {
    public static final AdvisorConfig DEFAULT =
            new AdvisorConfig(0.5, true, Duration.ofSeconds(60), Duration.ofSeconds(30));

    public AdvisorConfig {
        if (!(endangeredFrom > 0)) {
            throw new IllegalArgumentException(
                    "the probability from which a node counts as endangered must be above 0, was "
                            + endangeredFrom
                            + ". Maybe you meant 0.5, or 2 for never?");
        }
        if (!reservationLimit.isPositive() || !pictureLimit.isPositive()) {
            throw new IllegalArgumentException(
                    "time limits must be positive: reservations %s, picture %s"
                            .formatted(reservationLimit, pictureLimit));
        }
    }
}
