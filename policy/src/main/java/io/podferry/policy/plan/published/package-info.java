/**
 * Published systems, rebuilt from their descriptions to compare with: each is a combination of a
 * trigger, a selector, a placer and a remedy. Some of them remember what they saw, as their models
 * do; the same inputs in the same order give the same plans.
 */
@NullMarked
package io.podferry.policy.plan.published;

import org.jspecify.annotations.NullMarked;
