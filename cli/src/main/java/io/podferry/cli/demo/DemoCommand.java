package io.podferry.cli.demo;

import io.podferry.agent.tools.Missing;
import io.podferry.agent.tools.Tools;
import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what the product does, in half a minute. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Play a small cluster on this machine whose first node runs out of memory.",
            "Needs root, runc and CRIU; where they are missing it says so and plays on a virtual"
                    + " cluster."
        },
        footer = {
            "",
            "Examples:",
            "  podferry demo                   a pod moves before the kernel kills it",
            "  podferry demo --policy none     the kernel kills",
            "  podferry demo --compare --json  both with the same load, for machines"
        })
public final class DemoCommand implements Callable<Integer> {
    /** As a shell reports a program that was ended by Ctrl-C. */
    private static final int CALLED_OFF = 130;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--policy",
            paramLabel = "NAME|FILE",
            description = "Who decides: a policy, or a policy file. Default: default.")
    private @Nullable String policy;

    @Option(names = "--compare", description = "Play the same load under the policy none first.")
    private boolean compare;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "What the load is drawn from. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "2",
            description = "Number of nodes, 2 or more. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "35s",
            converter = DurationConverter.class,
            description = "Length of a run. Default: ${DEFAULT-VALUE}.")
    private Duration duration = Duration.ZERO;

    @Option(
            names = "--json",
            description = "JSON Lines: one object per event, the last one is the summary.")
    private boolean json;

    @Option(names = "--plain", description = "Plain lines, on a terminal too.")
    private boolean plain;

    @Option(names = "--simulated", description = "Play on a virtual cluster.")
    private boolean simulated;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = {
                "Play on this Kubernetes cluster, which has Podferry and the demo's image",
                "('testbed/cluster demo' does it). Policies: none, or the one it has."
            })
    private @Nullable Path kubeconfig;

    @Option(names = "--fast", description = "Let virtual time fly; only with --simulated.")
    private boolean fast;

    @Override
    public Integer call() throws InterruptedException {
        DemoOptions options = options(Objects.requireNonNull(spec));
        List<String> broken;
        try (Interruption _ = new Interruption();
                DemoOutput output = output();
                DemoStage stage = stage(output)) {
            broken = new Demo(options, stage, output).play();
        } catch (InterruptedException calledOff) {
            System.err.println("podferry: called off");
            return CALLED_OFF;
        }
        broken.forEach(what -> System.err.println("podferry: " + what));
        return broken.isEmpty() ? 0 : 1;
    }

    private DemoStage stage(DemoOutput output) {
        boolean hurried = fast || json || !onTerminal();
        if (simulated) {
            return new SimulatedStage(hurried);
        }
        Path cluster = kubeconfig;
        if (cluster != null) {
            return new KubernetesStage(cluster, output::note);
        }
        return switch (Tools.require(output::note)) {
            case Tools.Found _ -> new RealStage(new OwnCluster("demo"), output::note);
            case Tools.Lacking lacking -> {
                output.missing(lacking.missing().stream().map(Missing::toString).toList());
                yield new SimulatedStage(hurried);
            }
        };
    }

    private DemoOptions options(CommandSpec command) {
        if (fast && !simulated) {
            throw new ParameterException(
                    command.commandLine(), "--fast needs --simulated: only virtual time can fly");
        }
        if (kubeconfig != null && simulated) {
            throw new ParameterException(
                    command.commandLine(), "--kubeconfig and --simulated exclude each other");
        }
        if (json && plain) {
            throw new ParameterException(
                    command.commandLine(), "--json and --plain exclude each other");
        }
        try {
            return DemoOptions.of(policy, compare, seed, nodes, duration);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private DemoOutput output() {
        PrintStream out = System.out;
        if (json) {
            return new JsonOutput(out, System.err);
        }
        return plain || fast || !onTerminal()
                ? new PlainOutput(out)
                : new LiveOutput(out, System.getenv("NO_COLOR") == null);
    }

    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal() && System.getenv("TERM") != null;
    }
}
