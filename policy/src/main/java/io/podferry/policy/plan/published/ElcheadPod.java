package io.podferry.policy.plan.published;

import io.podferry.policy.cluster.PodSnapshot;

/**
 * A pod as the 2022 controller sees it.
 *
 * @param gb memory, GB
 * @param gbPerMinute growth
 * @param moves how often it was moved already
 */
record ElcheadPod(PodSnapshot pod, double gb, double gbPerMinute, int moves) {}
