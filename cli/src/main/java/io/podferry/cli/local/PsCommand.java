package io.podferry.cli.local;

import io.podferry.cli.api.ApiJson;
import io.podferry.cli.api.MigrationView;
import io.podferry.cli.api.NodeView;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.PolicyView;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.policy.units.DataSize;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists nodes and pods. */
@Command(
        name = "ps",
        mixinStandardHelpOptions = true,
        description = "List nodes, pods and moves under way.",
        footer = {"", "Example:", "  podferry local ps --json"})
final class PsCommand implements Callable<Integer> {
    private static final double MEBI = 1024.0 * 1024;

    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--json",
            description = "Print one JSON object with policy, nodes, pods and migrations.")
    private boolean json;

    /** What --json prints. */
    record Listing(
            PolicyView policy,
            List<NodeView> nodes,
            List<PodView> pods,
            List<MigrationView> migrations) {}

    @Override
    public Integer call() throws Exception {
        try (LocalCluster up = cluster.attach()) {
            PrintWriter out = spec.commandLine().getOut();
            List<MigrationView> open =
                    up.migrations().stream().filter(m -> !m.state().terminal()).toList();
            Listing listing = new Listing(up.policy(), up.nodes(), up.pods(), open);
            out.print(
                    json
                            ? ApiJson.mapper().writeValueAsString(listing) + "\n"
                            : text(listing, System.currentTimeMillis()));
            out.flush();
        }
        return 0;
    }

    static String text(Listing listing, long now) {
        Table nodes = new Table("NODE", "USED", "LIMIT", "FORECAST", "RISK", "AGENT");
        for (NodeView node : listing.nodes()) {
            NodeView.Forecast next = node.forecast();
            nodes.row(
                    node.name(),
                    size(node.memoryBytes()),
                    size(node.usableBytes()),
                    next == null
                            ? "-"
                            : size(next.q50Bytes()) + " in " + seconds(next.horizonMillis()),
                    next == null
                            ? "-"
                            : next.stale()
                                    ? "unknown"
                                    : "%.0f%%".formatted(100 * next.exhaustionProbability()),
                    node.answering() ? "ok" : "silent");
        }
        Table pods =
                new Table(
                        "POD",
                        "NODE",
                        "STATE",
                        "MEMORY",
                        "LIMIT",
                        "GROWTH",
                        "AGE",
                        "RESTARTS",
                        "ADDRESS");
        for (PodView pod : listing.pods()) {
            Long limit = pod.limitBytes();
            Double growth = pod.growthBytesPerSecond();
            pods.row(
                    pod.name(),
                    pod.node(),
                    pod.state(),
                    size(pod.memoryBytes()),
                    limit == null ? "-" : size(limit),
                    growth == null ? "-" : String.format(Locale.ROOT, "%+.1f MiB/s", growth / MEBI),
                    seconds(Math.max(0, now - pod.startedAtEpochMillis())),
                    Integer.toString(pod.restarts()),
                    pod.address().isEmpty() ? "-" : pod.address());
        }
        StringBuilder text = new StringBuilder(listing.policy().text());
        text.append('\n').append(nodes);
        if (!listing.pods().isEmpty()) {
            text.append('\n').append(pods);
        }
        for (MigrationView move : listing.migrations()) {
            text.append(
                    "%nmoving %s: %s -> %s, %s %s%n"
                            .formatted(
                                    move.pod(),
                                    move.source(),
                                    move.target(),
                                    move.state(),
                                    move.detail()));
        }
        return text.toString();
    }

    private static String size(long bytes) {
        return DataSize.ofBytes(Math.max(0, bytes)).toString();
    }

    static String seconds(long millis) {
        Duration time = Duration.ofMillis(millis);
        if (time.toHours() > 0) {
            return "%dh%02dm".formatted(time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0
                ? "%dm%02ds".formatted(time.toMinutes(), time.toSecondsPart())
                : "%ds".formatted(time.toSeconds());
    }
}
