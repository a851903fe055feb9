/** The `podferry` command, which assembles all modules. */
@NullMarked
package io.podferry.cli;

import org.jspecify.annotations.NullMarked;
