package io.podferry.cli.local;

import io.podferry.cli.cluster.LocalCluster;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a pod has written. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Show the last lines that a pod has written.",
        footer = {"", "Example:", "  podferry local logs solver --tail 20"})
final class LogsCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "POD", description = "Name of the pod.")
    private String pod = "";

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            defaultValue = "100",
            description = "How many lines (default: ${DEFAULT-VALUE}).")
    private int tail = 100;

    @Override
    public Integer call() {
        if (tail < 1 || tail > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "--tail must be 1 to %d, but is %d".formatted(MOST, tail));
        }
        try (LocalCluster up = cluster.attach()) {
            PrintWriter out = spec.commandLine().getOut();
            String text = up.logs(pod, tail);
            out.print(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
            out.flush();
        }
        return 0;
    }
}
