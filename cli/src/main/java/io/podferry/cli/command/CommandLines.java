package io.podferry.cli.command;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.NearestName;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs a command line. Exit code 0: done; 1: it could not be done; 2: the command line makes no
 * sense; 130: called off. Errors are one or two lines on the standard error stream: what was wrong
 * and what to do.
 */
public final class CommandLines {
    private static final int CALLED_OFF = 130;

    private CommandLines() {}

    public static int run(String[] args) {
        return build(args).execute(args);
    }

    /** The tree, or only the branch that the arguments begin with. */
    static CommandLine build(String... args) {
        CommandLine line = new CommandLine(new PodferryCommand());
        addCommands(line, args, 0);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.registerConverter(DataSize.class, CommandLines::size);
        line.setParameterExceptionHandler(CommandLines::refuse);
        line.setExecutionExceptionHandler(CommandLines::failed);
        return line;
    }

    private static void addCommands(CommandLine line, String[] args, int depth) {
        if (!(line.getCommand() instanceof CommandGroup group)) {
            return;
        }
        Map<String, Class<?>> commands = group.commands();
        Class<?> asked = depth < args.length ? commands.get(args[depth]) : null;
        Map<String, Class<?>> needed = asked == null ? commands : Map.of(args[depth], asked);
        needed.forEach((name, command) -> {
            CommandLine sub = new CommandLine(command);
            addCommands(sub, asked == null ? new String[0] : args, depth + 1);
            line.addSubcommand(name, sub);
        });
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
        err.println(
                "podferry: "
                        + (e instanceof UnmatchedArgumentException unmatched
                                ? unknown(unmatched)
                                : text(e)));
        err.println("See '" + line.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The first word that nobody wanted, and the nearest one that somebody does. */
    private static String unknown(UnmatchedArgumentException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String word = e.getUnmatched().getFirst().replaceFirst("=.*", "");
        if (word.startsWith("-")) {
            List<String> options =
                    spec.options().stream()
                            .filter(o -> !o.hidden())
                            .map(OptionSpec::longestName)
                            .toList();
            return "unknown option '%s'.%s".formatted(word, maybe(word, options));
        }
        List<String> commands =
                spec.subcommands().entrySet().stream()
                        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                        .map(Map.Entry::getKey)
                        .toList();
        return commands.isEmpty()
                ? "'%s' is one argument too many.".formatted(word)
                : "no command '%s'.%s".formatted(word, maybe(word, commands));
    }

    private static String maybe(String word, List<String> known) {
        return NearestName.of(word, known).map(near -> " Maybe '" + near + "'?").orElse("");
    }

    private static int failed(Exception e, CommandLine line, @Nullable ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (e instanceof InterruptedException) {
            err.println("podferry: called off");
            err.flush();
            return CALLED_OFF;
        }
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
