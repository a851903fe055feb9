package io.podferry.cli.local;

import io.podferry.cli.cluster.LocalCluster;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Removes the cluster. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "End the cluster: pods, processes, cgroups, networks and files.",
        footer = {"", "Example:", "  podferry local down"})
final class DownCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LocalCluster.down(
                cluster.state(),
                line -> {
                    err.println(line);
                    err.flush();
                });
        return 0;
    }
}
