/** The scheduler extender as a process of its own. */
@NullMarked
package io.podferry.cli.extender;

import org.jspecify.annotations.NullMarked;
