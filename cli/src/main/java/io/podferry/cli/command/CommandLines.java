package io.podferry.cli.command;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.policy.units.DataSize;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a command line. Exit code 0: done; 1: it could not be done; 2: the command line makes no sense. Errors are one or two
 * lines on the standard error stream: what was wrong and what to do.
 */
public final class CommandLines {
    private CommandLines() {}

    public static int run(String[] args) {
        return build().execute(args);
    }

    static CommandLine build() {
        CommandLine line = new CommandLine(new PodferryCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.registerConverter(DataSize.class, CommandLines::size);
        line.setParameterExceptionHandler(CommandLines::refuse);
        line.setExecutionExceptionHandler(CommandLines::failed);
        return line;
    }

    private static DataSize size(String text) {
        try {
            return DataSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static int refuse(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("podferry: " + text(e));
        List<String> near =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!near.isEmpty()) {
            err.println("Maybe " + String.join(" or ", near.stream().limit(3).map("'%s'"::formatted).toList()) + "?");
        }
        err.println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failed(Exception e, CommandLine line, @Nullable ParseResult parsed) {
        PrintWriter err = line.getErr();
        err.println("podferry: " + text(e));
        if (debug(line.getCommandSpec())) {
            e.printStackTrace(err);
        } else if (!(e instanceof ClusterException)) {
            err.println("This was not foreseen; --debug shows where it comes from.");
        }
        err.flush();
        return line.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String text(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static boolean debug(CommandSpec spec) {
        return spec.root().userObject() instanceof PodferryCommand root && root.debug();
    }
}
