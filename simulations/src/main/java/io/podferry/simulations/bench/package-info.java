/** How fast the simulation itself is, and where its time goes. */
@NullMarked
package io.podferry.simulations.bench;

import org.jspecify.annotations.NullMarked;
