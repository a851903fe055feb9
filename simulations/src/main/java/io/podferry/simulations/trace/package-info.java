/**
 * Recorded memory of pods: the compact form the simulator plays, and readers for the formats in
 * which such recordings are published.
 */
@NullMarked
package io.podferry.simulations.trace;

import org.jspecify.annotations.NullMarked;
