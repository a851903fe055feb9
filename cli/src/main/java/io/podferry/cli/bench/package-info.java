/**
 * Benchmarks of the whole: moves, ramps, the agent's own cost, the engine's tick. Speed is told as
 * a ratio within one run, beside the figures it was made of.
 */
@NullMarked
package io.podferry.cli.bench;

import org.jspecify.annotations.NullMarked;
