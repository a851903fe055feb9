package io.podferry.cli.command;

import io.podferry.agent.tools.Missing;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.cluster.ClusterException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Finds or provides runc and CRIU. */
@Command(
        name = "tools",
        mixinStandardHelpOptions = true,
        description = "Find runc and CRIU, or provide them; say what is missing and how to get it.",
        footer = {"", "Example:", "  podferry tools"})
final class ToolsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        return switch (Tools.require(
                line -> {
                    err.println(line);
                    err.flush();
                })) {
            case Tools.Found(var runc, var runcVersion, var criu, var criuVersion) -> {
                out.printf("runc %s: %s%nCRIU %s: %s%n", runcVersion, runc, criuVersion, criu);
                out.flush();
                yield 0;
            }
            case Tools.Lacking(List<Missing> missing) ->
                    throw new ClusterException(
                            "something is missing on this machine:\n  "
                                    + String.join(
                                            "\n  ",
                                            missing.stream().map(Missing::toString).toList()));
        };
    }
}
