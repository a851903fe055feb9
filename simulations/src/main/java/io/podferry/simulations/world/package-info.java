/**
 * The virtual cluster of many nodes: pods that play traces, a kernel that kills, a kubelet that
 * evicts, a scheduler, metrics that are late, and moves that take time, around the engine and
 * coordinator of production. Deterministic for a seed.
 */
@NullMarked
package io.podferry.simulations.world;

import org.jspecify.annotations.NullMarked;
