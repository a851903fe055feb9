/**
 * A cluster that exists only in virtual time: nodes with limits, pods that grow while they work, a
 * kernel that kills, agents that answer the steps of a migration after virtual delays.
 */
@NullMarked
package io.podferry.simulations.cluster;

import org.jspecify.annotations.NullMarked;
