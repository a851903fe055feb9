/** Where the picture comes from, and the bounded history of every pod's memory. */
@NullMarked
package io.podferry.policy.telemetry;

import org.jspecify.annotations.NullMarked;
