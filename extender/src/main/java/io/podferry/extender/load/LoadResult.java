package io.podferry.extender.load;

import java.time.Duration;

/**
 * What was measured over pairs of filter and prioritize.
 *
 * @param requests pairs
 * @param p50 half of the pairs took less
 * @param p99 99 % of the pairs took less
 * @param longest the slowest pair
 * @param errors answers that kube-scheduler would not have taken, and broken connections
 */
public record LoadResult(
        int nodes, int requests, Duration p50, Duration p99, Duration longest, int errors) {}
