package io.podferry.cli.bench;

import io.podferry.cli.cluster.ClusterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many pods a real kube-scheduler places per second, with the extender and without. */
@Command(
        name = "scheduler",
        mixinStandardHelpOptions = true,
        description = {
            "Compare the pods per second that a real kube-scheduler binds with our extender and",
            "without, in one run, on a control plane of its own (testbed/cluster). Needs root."
        },
        footer = {"", "Example:", "  podferry bench scheduler --nodes 5000 --pods 10000"})
final class SchedulerCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--nodes",
            defaultValue = "5000",
            paramLabel = "N",
            description = "Node objects (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--pods",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Pending pods per round (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Option(
            names = "--shapes",
            defaultValue = "100",
            paramLabel = "N",
            description = {
                "Different requests of memory among the pods, in turns, as pods of many owners have"
                        + " them (default: ${DEFAULT-VALUE}).",
                "With 1 kube-scheduler places a pod by the scores of the one before it, but only"
                        + " where no extender is configured."
            })
    private int shapes;

    @Option(
            names = "--warm-up",
            defaultValue = "10000",
            paramLabel = "N",
            description =
                    "Pods of the round before, which is not counted: an extender runs for weeks,"
                            + " one that has just started compiles more than it answers (default:"
                            + " ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            paramLabel = "N",
            description = "Rounds of each kind, in turns (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--release",
            defaultValue = "1.37",
            paramLabel = "RELEASE",
            description = "Kubernetes release (default: ${DEFAULT-VALUE}).")
    private String release = "";

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec known = Objects.requireNonNull(spec);
        if (nodes < 1 || pods < 2 || warmUp < 2 || shapes < 1 || rounds < 1) {
            throw new ParameterException(
                    known.commandLine(),
                    ("--nodes (%d), --shapes (%d) and --rounds (%d) must be at least 1, --pods (%d)"
                                    + " and --warm-up (%d) at least 2")
                            .formatted(nodes, shapes, rounds, pods, warmUp));
        }
        PrintWriter out = known.commandLine().getOut();
        double[] without = new double[rounds];
        double[] with = new double[rounds];
        try (TestbedScript testbed = new TestbedScript("bench", release)) {
            SchedulerBench bench = new SchedulerBench(testbed, nodes, shapes);
            bench.with(warmUp);
            for (int round = 0; round < rounds; round++) {
                without[round] = bench.without(pods);
                say(out, false, without[round]);
                with[round] = bench.with(pods);
                say(out, true, with[round]);
            }
        } catch (IOException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
        double a = Arrays.stream(without).average().orElseThrow();
        double b = Arrays.stream(with).average().orElseThrow();
        out.printf(
                Locale.ROOT,
                "{\"event\":\"summary\",\"release\":\"%s\",\"nodes\":%d,\"pods\":%d,\"shapes\":%d,\"podsPerSecondWithout\":%.0f,\"podsPerSecondWith\":%.0f,\"ratio\":%.3f}%n",
                release,
                nodes,
                pods,
                shapes,
                a,
                b,
                b / a);
        out.flush();
        return 0;
    }

    private static void say(PrintWriter out, boolean extender, double rate) {
        out.printf(
                Locale.ROOT,
                "{\"event\":\"round\",\"extender\":%b,\"podsPerSecond\":%.0f}%n",
                extender,
                rate);
        out.flush();
    }
}
