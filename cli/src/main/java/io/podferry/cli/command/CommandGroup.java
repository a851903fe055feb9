package io.podferry.cli.command;

import java.util.SequencedMap;

/**
 * A command that has commands of its own, made only when they are needed: a start that runs one
 * command does not pay for describing all the others.
 */
public interface CommandGroup {
    /** Classes by the name of the command, in the order of the help text. */
    SequencedMap<String, Class<?>> commands();
}
