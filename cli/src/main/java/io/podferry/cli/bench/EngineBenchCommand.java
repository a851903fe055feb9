package io.podferry.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.plan.Policies;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the engine's decisions cost as the cluster grows. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = {
            "Measure a decision cycle on made-up clusters of 30 pods a node, in time of one core.",
            "Limit the heap with PODFERRY_JAVA_OPTS=-Xmx512m."
        },
        footer = {"", "Example:", "  podferry bench engine --nodes 1000,5000,15000 --json"})
final class EngineBenchCommand implements Callable<Integer> {
    private static final int MOST_NODES = 100_000;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--nodes",
            split = ",",
            defaultValue = "1000,5000,15000",
            paramLabel = "N",
            description = "Sizes of the clusters. Default: ${DEFAULT-VALUE}.")
    private List<Integer> nodes = List.of();

    @Option(
            names = "--policy",
            defaultValue = "default",
            description = "Default: ${DEFAULT-VALUE}.")
    private String policy = "";

    @Option(names = "--json", description = "The summary as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        CommandSpec here = Objects.requireNonNull(spec);
        for (int size : nodes) {
            if (size < 1 || size > MOST_NODES) {
                throw new ParameterException(
                        here.commandLine(),
                        "--nodes must be 1 to %d, was %d".formatted(MOST_NODES, size));
            }
        }
        try {
            Policies.byName(policy);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(here.commandLine(), String.valueOf(e.getMessage()));
        }
        PrintWriter out = here.commandLine().getOut();
        Table table =
                new Table(
                        "nodes",
                        "pods",
                        "full cycle",
                        "of it feed",
                        "1% changed",
                        "heap",
                        "looked at");
        ObjectNode summary = new ObjectMapper().createObjectNode().put("event", "summary");
        ArrayNode list = summary.putArray("engine");
        for (int size : nodes) {
            EngineBench.Result result = new EngineBench(size, policy).run();
            table.row(
                    Integer.toString(size),
                    Integer.toString(result.pods()),
                    millis(result.fullMillis()),
                    millis(result.feedMillis()),
                    millis(result.partMillis()),
                    result.heapMebibytes() + " MiB",
                    Integer.toString(result.decisions()));
            list.addObject()
                    .put("policy", policy)
                    .put("nodes", size)
                    .put("pods", result.pods())
                    .put("fullMillis", result.fullMillis())
                    .put("feedMillis", result.feedMillis())
                    .put("onePercentMillis", result.partMillis())
                    .put("heapMebibytes", result.heapMebibytes())
                    .put("decisions", result.decisions());
        }
        if (json) {
            out.println(summary);
        } else {
            table.lines().forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }
}
