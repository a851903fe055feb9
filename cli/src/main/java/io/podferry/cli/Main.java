package io.podferry.cli;

import io.podferry.cli.command.CommandLines;

/** Entry point of the one `podferry` command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(CommandLines.run(args));
    }
}
