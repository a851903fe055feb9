/** Distributions of a pod's memory over the horizon, and their online calibration. */
@NullMarked
package io.podferry.policy.forecast;

import org.jspecify.annotations.NullMarked;
