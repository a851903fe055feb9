/** Turns a running program or container into a trace. */
@NullMarked
package io.podferry.simulations.record;

import org.jspecify.annotations.NullMarked;
