/**
 * Which nodes may and which should take a pod: filters and scores, shared with the scheduler
 * extender.
 */
@NullMarked
package io.podferry.policy.placement;

import org.jspecify.annotations.NullMarked;
