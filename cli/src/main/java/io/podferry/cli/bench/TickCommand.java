package io.podferry.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.policy.plan.Policies;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long the engine thinks. */
@Command(
        name = "tick",
        mixinStandardHelpOptions = true,
        description =
                "Time the engine's tick on a synthetic cluster in which every pod is sampled anew"
                        + " each tick.",
        footer = {"", "Example:", "  podferry bench tick --nodes 100 --pods 3000"})
final class TickCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--nodes", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--pods",
            defaultValue = "3000",
            description = "Of all nodes together. Default: ${DEFAULT-VALUE}.")
    private int pods;

    @Option(
            names = "--ticks",
            defaultValue = "300",
            description = "Measured after as many that warm up. Default: ${DEFAULT-VALUE}.")
    private int ticks;

    @Option(
            names = "--policy",
            defaultValue = "default",
            description = "Default: ${DEFAULT-VALUE}.")
    private String policy = "";

    @Option(names = "--json", description = "The summary as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (nodes < 1 || pods < nodes || ticks < 1) {
            throw refuse(
                    "at least one node, one pod per node and one tick are needed; asked for were %d nodes, %d pods, %d ticks"
                            .formatted(nodes, pods, ticks));
        }
        try {
            Policies.byName(policy);
        } catch (IllegalArgumentException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
        TickBench.Result result = new TickBench(nodes, pods, ticks, policy).run();
        double median = Quantiles.median(result.millis());
        double p99 = Quantiles.of(result.millis(), 0.99);
        double most = Quantiles.of(result.millis(), 1);
        if (json) {
            ObjectNode summary = new ObjectMapper().createObjectNode().put("event", "summary");
            summary.putObject("tick")
                    .put("nodes", nodes)
                    .put("pods", pods)
                    .put("policy", policy)
                    .put("ticks", ticks)
                    .put("moves", result.moves())
                    .put("medianMillis", median)
                    .put("p99Millis", p99)
                    .put("maxMillis", most);
            System.out.println(summary);
        } else {
            Table table = new Table("nodes", "pods", "ticks", "moves", "median", "p99", "max");
            table.row(
                    Integer.toString(nodes),
                    Integer.toString(pods),
                    Integer.toString(ticks),
                    Integer.toString(result.moves()),
                    millis(median),
                    millis(p99),
                    millis(most));
            table.lines().forEach(System.out::println);
        }
        return 0;
    }

    private ParameterException refuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f ms", value);
    }
}
