/**
 * Looks for a way to break the migration protocol: the coordinator of production among simulated
 * agents, networks, disks and clocks that crash, lose, repeat, delay and lie, with invariants that
 * are checked all the time. A seed and a plan of faults replay a run exactly.
 */
@NullMarked
package io.podferry.simulations.explore;

import org.jspecify.annotations.NullMarked;
