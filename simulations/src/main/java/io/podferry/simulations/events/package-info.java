/**
 * What happens in a run, as values: the same for the real demo and the simulated one. Whoever shows
 * a run reads only these.
 */
@NullMarked
package io.podferry.simulations.events;

import org.jspecify.annotations.NullMarked;
