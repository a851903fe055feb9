/** Distributions of the time until a node runs out of memory. */
@NullMarked
package io.podferry.policy.risk;

import org.jspecify.annotations.NullMarked;
