/** What is left of a comparison: one self-contained page, JSON, CSV, and files to resume from. */
@NullMarked
package io.podferry.simulations.report;

import org.jspecify.annotations.NullMarked;
