package io.podferry.cli.local;

import io.podferry.cli.cluster.LocalCluster;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes pods. */
@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        description = "Kill pods and remove all that is left of them.",
        footer = {"", "Example:", "  podferry local rm solver"})
final class RemoveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(arity = "1..*", paramLabel = "POD", description = "Names of the pods.")
    private List<String> pods = new ArrayList<>();

    @Override
    public Integer call() {
        try (LocalCluster up = cluster.attach()) {
            PrintWriter out = spec.commandLine().getOut();
            for (String pod : pods) {
                up.remove(pod);
                out.println("pod '" + pod + "' is gone");
                out.flush();
            }
        }
        return 0;
    }
}
