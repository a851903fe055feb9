package io.podferry.policy.risk;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.Optional;

/**
 * How likely a node is to run out of memory, and when.
 *
 * @param node the node
 * @param usage memory in use now
 * @param usable memory that may be used
 * @param q10 10 % quantile of the usage at the horizon; quantiles beyond {@code usable} say what
 *     the pods would take if it were there
 * @param q50 median of the usage at the horizon
 * @param q90 90 % quantile of the usage at the horizon
 * @param exhaustionQ05 the time that exhaustion happens before in 5 % of the futures; absent when
 *     fewer see it within the horizon
 * @param exhaustionQ50 likewise for half of the futures
 * @param exhaustionProbability share of the futures that see exhaustion within the horizon, 0 to 1
 * @param age age of the node's sample
 * @param stale whether the samples are too old to act on: all other figures are then guesses
 */
public record NodeRisk(
        NodeName node,
        DataSize usage,
        DataSize usable,
        DataSize q10,
        DataSize q50,
        DataSize q90,
        Optional<Duration> exhaustionQ05,
        Optional<Duration> exhaustionQ50,
        double exhaustionProbability,
        Duration age,
        boolean stale) {}
