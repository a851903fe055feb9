/**
 * Named, seeded descriptions of a small cluster and its load. They start nothing: the real demo
 * turns them into containers, the simulated one into virtual pods.
 */
@NullMarked
package io.podferry.simulations.scenario;

import org.jspecify.annotations.NullMarked;
