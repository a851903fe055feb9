package io.podferry.cli.local;

import io.podferry.cli.cluster.LocalCluster;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves a pod. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Move a running pod, with its memory, to another node.",
        footer = {"", "Example:", "  podferry local migrate solver --to node-2"})
final class MigrateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "POD", description = "Name of the pod.")
    private String pod = "";

    @Option(
            names = "--to",
            paramLabel = "NODE",
            description = "Target (default: the one with most room).")
    private @Nullable String to;

    @Option(names = "--json", description = "Print the finished migration as JSON, nothing else.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (LocalCluster up = cluster.attach()) {
            return new MoveProgress(
                            up, spec.commandLine().getOut(), spec.commandLine().getErr(), json)
                    .follow(up.migrate(pod, Optional.ofNullable(to)));
        }
    }
}
