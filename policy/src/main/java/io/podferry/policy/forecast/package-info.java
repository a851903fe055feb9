/** Distributions of a pod's memory over the horizon. */
@NullMarked
package io.podferry.policy.forecast;

import org.jspecify.annotations.NullMarked;
