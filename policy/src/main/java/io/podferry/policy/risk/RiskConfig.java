package io.podferry.policy.risk;

import java.time.Duration;

/**
 * Parameters of the risk of nodes.
 *
 * @param horizon how far to look; must exceed the longest move
 * @param staleAfter age from which a sample counts as unknown
 * @param seed of the random joint paths
 */
public record RiskConfig(Duration horizon, Duration staleAfter, long seed) {
    public static final RiskConfig DEFAULT =
            new RiskConfig(Duration.ofSeconds(120), Duration.ofSeconds(30), 7);
}
