/**
 * Pictures of a cluster for the advice when no engine makes them: forecasts over a series of
 * snapshots, snapshots from a file, and synthetic clusters for tries and load tests.
 */
@NullMarked
package io.podferry.extender.picture;

import org.jspecify.annotations.NullMarked;
