/**
 * The command line: one small class per command, and the rules all of them share for options,
 * errors and exit codes.
 */
@NullMarked
package io.podferry.cli.command;

import org.jspecify.annotations.NullMarked;
