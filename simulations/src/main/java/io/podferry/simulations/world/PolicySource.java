package io.podferry.simulations.world;

import io.podferry.policy.plan.Policy;

/** Makes the policy of a run; the truth is for the clairvoyant only. */
@FunctionalInterface
public interface PolicySource {
    Policy policy(Truth truth);
}
