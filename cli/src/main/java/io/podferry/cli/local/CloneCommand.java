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

/** Continues a pod under a new name. */
@Command(
        name = "clone",
        mixinStandardHelpOptions = true,
        description =
                "Continue a running pod as a pod of another name on another node; the source is"
                        + " gone then.",
        footer = {"", "Example:", "  podferry local clone counter counter-2"})
final class CloneCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(index = "0", paramLabel = "POD", description = "Name of the pod.")
    private String pod = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Name of the clone.")
    private String clone = "";

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
                    .follow(up.clonePod(pod, clone, Optional.ofNullable(to)));
        }
    }
}
