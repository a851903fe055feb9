/**
 * Searches the parameters of the default policy on one set of traces and proves them on another.
 */
@NullMarked
package io.podferry.simulations.tune;

import org.jspecify.annotations.NullMarked;
