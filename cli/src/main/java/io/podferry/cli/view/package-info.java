/**
 * The live terminal view: a board that events are entered on, and a screen that it is painted on.
 */
@NullMarked
package io.podferry.cli.view;

import org.jspecify.annotations.NullMarked;
