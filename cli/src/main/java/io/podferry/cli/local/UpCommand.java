package io.podferry.cli.local;

import io.podferry.cli.cluster.ClusterParts;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.cluster.UpOptions;
import io.podferry.cli.policyfile.PolicyChoice;
import io.podferry.policy.units.DataSize;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes or heals a cluster. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Make the cluster, or heal it when one of its processes has died.",
        footer = {"", "Example:", "  podferry local up --nodes 3 --memory 2Gi --policy default"})
final class UpCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Number of nodes (default: that of the existing cluster, or 2).")
    private @Nullable Integer nodes;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            split = ",",
            description =
                    "Memory limit of each node, or a list with one per node (default: that of the"
                            + " existing cluster, or 1Gi).")
    private @Nullable List<DataSize> memory;

    @Option(
            names = "--policy",
            paramLabel = "NAME|FILE",
            description =
                    "Policy that decides about moves, by name or from a policy file, which is"
                            + " followed while it changes (default: default).")
    private @Nullable String policy;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + ClusterParts.ENGINE_PORT,
            description =
                    "Port of the engine on the cluster's own address (default: ${DEFAULT-VALUE}).")
    private int port = ClusterParts.ENGINE_PORT;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        String chosen = choice(policy == null ? "default" : policy);
        UpOptions options = new UpOptions(cluster.name(), cluster.state(), sizes(), chosen, port);
        try (LocalCluster up =
                LocalCluster.up(
                        options,
                        line -> {
                            err.println(line);
                            err.flush();
                        })) {
            if (policy != null) {
                up.setPolicy(chosen);
            }
            out.printf(
                    "cluster '%s' is up: %d nodes, state in %s%n",
                    options.name(), up.nodes().size(), up.state());
            out.flush();
        }
        return 0;
    }

    private String choice(String written) {
        try {
            return PolicyChoice.of(written).text();
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private List<DataSize> sizes() {
        if (nodes != null && (nodes < 1 || nodes > UpOptions.MAX_NODES)) {
            throw invalid(
                    "--nodes must be 1 to %d, but is %d".formatted(UpOptions.MAX_NODES, nodes));
        }
        List<DataSize> known = UpOptions.existing(cluster.state());
        if (nodes == null && memory == null && !known.isEmpty()) {
            return known;
        }
        List<DataSize> each =
                memory != null
                        ? memory
                        : List.of(known.isEmpty() ? DataSize.ofGibibytes(1) : known.getFirst());
        int count =
                nodes != null
                        ? nodes
                        : each.size() > 1 ? each.size() : known.isEmpty() ? 2 : known.size();
        if (each.size() == 1) {
            return Collections.nCopies(count, each.getFirst());
        }
        if (each.size() != count) {
            throw invalid("--memory lists %d sizes for --nodes %d".formatted(each.size(), count));
        }
        return each;
    }

    private ParameterException invalid(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
