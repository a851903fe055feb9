package io.podferry.policy.plan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Parameters of {@link DefaultPolicy}. Prices are in the unit "kills of a pod".
 *
 * @param share share of the futures that must see exhaustion before the lead for a move to be due,
 *     above 0 and below 1
 * @param polls number of due ticks, the present one included, that a move needs when waiting is
 *     cheap; 1 or more
 * @param worthwhile least number of expected kills that a move must save
 * @param pricePerMove price of moving at all: churn, and what can go wrong
 * @param pricePerSecond price of a second of downtime
 * @param pricePerGibibyte price of a GiB sent over the network
 * @param targetsTried how many of a pod's best targets are looked at in detail, 1 or more
 * @param hopeless probability of exhaustion during a move from which on the move is in vain
 * @param reserve time kept between the end of a move and exhaustion, besides what was learned
 * @param headroom share of a node that is kept free at most for growth that its pods, or others of
 *     their kind, have shown before; 0 for none
 * @param ladder what may be done; whatever carries out actions must be able to do it
 */
public record DefaultPolicyConfig(
        double share,
        int polls,
        double worthwhile,
        double pricePerMove,
        double pricePerSecond,
        double pricePerGibibyte,
        int targetsTried,
        double hopeless,
        Duration reserve,
        double headroom,
        Set<Rung> ladder) {
    public static final DefaultPolicyConfig DEFAULT =
            new DefaultPolicyConfig(
                    0.05, 2, 0.02, 0.01, 0.0005, 0.0005, 3, 0.9, Duration.ofMillis(1500), 0.3);

    /** Only moves. */
    public DefaultPolicyConfig(
            double share,
            int polls,
            double worthwhile,
            double pricePerMove,
            double pricePerSecond,
            double pricePerGibibyte,
            int targetsTried,
            double hopeless,
            Duration reserve,
            double headroom) {
        this(
                share,
                polls,
                worthwhile,
                pricePerMove,
                pricePerSecond,
                pricePerGibibyte,
                targetsTried,
                hopeless,
                reserve,
                headroom,
                EnumSet.of(Rung.MIGRATE));
    }

    public DefaultPolicyConfig {
        ladder = Set.copyOf(ladder);
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "share of the futures must be above 0 and below 1: "
                            + share
                            + ". Maybe you meant 0.05?");
        }
        if (!(headroom >= 0 && headroom < 1)) {
            throw new IllegalArgumentException(
                    "headroom must be 0 or more and below 1: "
                            + headroom
                            + ". Maybe you meant 0.3?");
        }
        if (polls < 1 || targetsTried < 1) {
            throw new IllegalArgumentException(
                    "polls and targets tried must be at least 1, but are %d and %d"
                            .formatted(polls, targetsTried));
        }
    }

    /** Whether this may be done. */
    public boolean allows(Rung rung) {
        return ladder.contains(rung);
    }
}
