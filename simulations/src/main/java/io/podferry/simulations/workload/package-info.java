/** What is played: pods with arrival times, drawn from traces for a seed, and generators. */
@NullMarked
package io.podferry.simulations.workload;

import org.jspecify.annotations.NullMarked;
