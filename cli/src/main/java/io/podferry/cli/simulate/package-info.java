/** The commands that simulate: options in, tables, lines of JSON and reports out. */
@NullMarked
package io.podferry.cli.simulate;

import org.jspecify.annotations.NullMarked;
