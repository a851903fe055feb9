/**
 * Plays a scenario through the real engine and coordinator on a virtual cluster, and says whether a
 * run, virtual or real, did what its policy promises.
 */
@NullMarked
package io.podferry.simulations.run;

import org.jspecify.annotations.NullMarked;
