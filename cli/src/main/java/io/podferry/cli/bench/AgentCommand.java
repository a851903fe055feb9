package io.podferry.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.cli.api.ClusterEvent;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.EventStream;
import io.podferry.policy.units.DataSize;
import io.podferry.policy.units.GrowthRate;
import io.podferry.simulations.scenario.MemoryShape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an agent costs. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = {
            "Measure CPU and memory of an agent that samples real containers every second.",
            "Needs root, runc and CRIU."
        },
        footer = {"", "Example:", "  podferry bench agent --containers 100 --seconds 60"})
final class AgentCommand implements Callable<Integer> {
    private static final DataSize CONTAINER = DataSize.ofMebibytes(4);

    /** A node over half full is sampled every second. */
    private static final double FULLNESS = 0.6;

    private static final DataSize OVERHEAD = DataSize.ofMebibytes(1);
    private static final int MOST = 240;
    private static final long WARM_UP_MILLIS = 10_000;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--containers",
            defaultValue = "100",
            description = "Default: ${DEFAULT-VALUE}.")
    private int containers;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "Measured after a warm-up. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", description = "The summary as one line of JSON.")
    private boolean json;

    /** What was measured. */
    private record Cost(double coreShare, double residentMib, double readingsPerSecond) {}

    @Override
    public Integer call() throws InterruptedException {
        if (containers < 1 || containers > MOST || seconds < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "1 to %d containers for 1 s or more, not %d for %d s"
                            .formatted(MOST, containers, seconds));
        }
        DataSize each = CONTAINER.plus(OVERHEAD);
        DataSize node = DataSize.ofBytes(Math.round(containers * each.bytes() / FULLNESS));
        Cost cost;
        try (BenchStage stage = new BenchStage("bag", 1, node, "none")) {
            for (int i = 1; i <= containers; i++) {
                stage.cluster()
                        .runPod(
                                stage.pods()
                                        .grower(
                                                "sampled-" + i,
                                                new MemoryShape.Steady(
                                                        CONTAINER, GrowthRate.NONE, CONTAINER)),
                                Optional.of("node-1"),
                                RestartPolicy.NEVER);
            }
            Thread.sleep(WARM_UP_MILLIS);
            cost = measure(stage);
        } catch (IOException e) {
            throw new ClusterException("cannot read what the agent costs: " + e.getMessage(), e);
        }
        print(cost);
        return 0;
    }

    private Cost measure(BenchStage stage) throws IOException, InterruptedException {
        String identity = Files.readString(stage.folder().resolve("run/agent-node-1.pid"));
        long pid = Long.parseLong(identity.strip().split(" ", 2)[0]);
        Set<Long> readings = new HashSet<>();
        AgentCost before = AgentCost.read(pid);
        try (EventStream _ =
                stage.cluster()
                        .events(event -> {
                            if (event instanceof ClusterEvent.Sample sample) {
                                sample.nodes().forEach(n -> readings.add(n.sampledAtEpochMillis()));
                            }
                        })) {
            Thread.sleep(seconds * 1000L);
        }
        AgentCost after = AgentCost.read(pid);
        return new Cost(
                after.coreShareSince(before),
                after.residentKib() / 1024.0,
                (double) readings.size() / seconds);
    }

    private void print(Cost cost) {
        if (json) {
            ObjectNode summary = new ObjectMapper().createObjectNode().put("event", "summary");
            summary.putObject("agent")
                    .put("containers", containers)
                    .put("seconds", seconds)
                    .put("corePercent", Math.round(cost.coreShare * 10_000) / 100.0)
                    .put("residentMiB", Math.round(cost.residentMib))
                    .put("readingsPerSecond", cost.readingsPerSecond);
            System.out.println(summary);
            return;
        }
        Table table = new Table("containers", "of a core", "resident", "readings per s");
        table.row(
                Integer.toString(containers),
                String.format(Locale.ROOT, "%.2f%%", cost.coreShare * 100),
                String.format(Locale.ROOT, "%.0f MiB", cost.residentMib),
                String.format(Locale.ROOT, "%.2f", cost.readingsPerSecond));
        table.lines().forEach(System.out::println);
    }
}
