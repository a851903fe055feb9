/** Outside witness of the counters: sees every request and every number. */
@NullMarked
package io.podferry.simulations.ledger;

import org.jspecify.annotations.NullMarked;
