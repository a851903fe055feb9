/** Shipments between two ends on loopback, with a stand-in for CRIU. */
@NullMarked
package io.podferry.agent.transfer;

import org.jspecify.annotations.NullMarked;
