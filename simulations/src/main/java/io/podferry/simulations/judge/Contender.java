package io.podferry.simulations.judge;

import io.podferry.simulations.world.Deployment;
import io.podferry.simulations.world.PolicySource;
import java.util.function.UnaryOperator;

/**
 * Who takes part in a comparison.
 *
 * @param policy makes the policy of a run
 * @param deployment changes what all others are configured with; only ablations do
 */
record Contender(PolicySource policy, UnaryOperator<Deployment> deployment) {
    static Contender of(PolicySource policy) {
        return new Contender(policy, UnaryOperator.identity());
    }
}
