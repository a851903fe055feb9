/** Quantities as types: sizes of data and rates of growth. */
@NullMarked
package io.podferry.policy.units;

import org.jspecify.annotations.NullMarked;
