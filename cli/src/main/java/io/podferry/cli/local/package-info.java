/** The `podferry local` commands: a cluster on this machine, by hand. */
@NullMarked
package io.podferry.cli.local;

import org.jspecify.annotations.NullMarked;
