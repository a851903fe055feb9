package io.podferry.cli.bench;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.advice.AdvisorConfig;
import io.podferry.extender.advice.PlacementAdvisor;
import io.podferry.extender.http.ExtenderConfig;
import io.podferry.extender.http.ExtenderMetrics;
import io.podferry.extender.http.ExtenderServer;
import io.podferry.extender.load.ExtenderLoad;
import io.podferry.extender.load.LoadPlan;
import io.podferry.extender.load.LoadResult;
import io.podferry.extender.picture.SyntheticCluster;
import io.podferry.extender.picture.ViewMaker;
import io.podferry.policy.units.DataSize;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the pair of calls that kube-scheduler makes per pod. */
@Command(
        name = "extender",
        mixinStandardHelpOptions = true,
        description = "Measure filter + prioritize, of our extender or of another.",
        footer = {
            "",
            "Examples:",
            "  podferry bench extender --nodes 5000",
            "  podferry bench extender --url http://127.0.0.1:9001/scheduler --nodes 500"
                    + " --full-nodes"
        })
public final class ExtenderBenchCommand implements Callable<Integer> {
    private static final int PAIRS = 20_000;
    private static final long NAMES_TOGETHER = 90_000_000;

    @Spec private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "An extender that runs; without it, our own on a synthetic cluster.")
    private @Nullable URI url;

    @Option(names = "--filter-verb", paramLabel = "VERB", defaultValue = "filter")
    private String filterVerb = "";

    @Option(names = "--prioritize-verb", paramLabel = "VERB", defaultValue = "prioritize")
    private String prioritizeVerb = "";

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "500",
            description = "Nodes in each request (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--full-nodes",
            description = "Send whole nodes, as with nodeCacheCapable: false.")
    private boolean fullNodes;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "Pairs to measure (default: 20000, fewer for many nodes).")
    private @Nullable Integer requests;

    @Option(names = "--json", description = "Print events as JSON lines only.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        URI given = url;
        if (given != null) {
            report(measure(given), 0);
            return 0;
        }
        try (ExtenderServer server = ownServer()) {
            // Bytes of client and server together: both live in this process.
            long before = allocated();
            LoadResult result = measure(URI.create("http://127.0.0.1:" + server.port()));
            long pairs = (long) result.requests() + warmUp(result.requests());
            report(result, (allocated() - before) / pairs);
        }
        return 0;
    }

    private LoadResult measure(URI target) throws IOException {
        int pairs = pairs();
        LoadPlan plan;
        try {
            plan =
                    new LoadPlan(
                            target,
                            filterVerb,
                            prioritizeVerb,
                            nodes,
                            fullNodes,
                            pairs,
                            warmUp(pairs));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        try {
            return new ExtenderLoad(plan).run();
        } catch (IOException e) {
            throw new ClusterException(
                    "the extender at %s does not answer: %s. Maybe it does not run, or --url lacks its prefix?"
                            .formatted(target, e.getMessage()),
                    e);
        }
    }

    private int pairs() {
        Integer chosen = requests;
        if (chosen != null) {
            return chosen;
        }
        long cost = fullNodes ? 200L * nodes : nodes;
        return Math.clamp(NAMES_TOGETHER / Math.max(1, cost), 50, PAIRS);
    }

    private static int warmUp(int pairs) {
        return Math.max(20, pairs);
    }

    private ExtenderServer ownServer() {
        PlacementAdvisor advisor =
                new PlacementAdvisor(
                        new AdvisorConfig(0.5, true, Duration.ofSeconds(60), Duration.ofHours(24)),
                        InstantSource.system());
        SyntheticCluster cluster;
        try {
            cluster = new SyntheticCluster(nodes, 1);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        ViewMaker maker = new ViewMaker();
        Instant now = Instant.now();
        for (int ago = 60; ago > 0; ago -= 5) {
            maker.observe(cluster.at(now.minusSeconds(ago), 60 - ago));
        }
        advisor.update(maker.view(cluster.at(now, 60), List.of()));
        ExtenderConfig config =
                ExtenderConfig.DEFAULT.withPort(0).withLargestBody(DataSize.ofMebibytes(512));
        return ExtenderServer.start(config, advisor, new ExtenderMetrics(new CollectorRegistry()));
    }

    private void report(LoadResult result, long bytesPerPair) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.printf(
                    Locale.ROOT,
                    "%d pairs of filter + prioritize with %d %s: half within %.2f ms, 99 %% within"
                            + " %.2f ms, all within %.1f ms%n",
                    result.requests(),
                    result.nodes(),
                    fullNodes ? "whole nodes" : "names",
                    millis(result.p50()),
                    millis(result.p99()),
                    millis(result.longest()));
        }
        if (bytesPerPair > 0) {
            out.printf(
                    Locale.ROOT,
                    "{\"event\":\"allocation\",\"bytesPerPair\":%d,\"of\":\"client and server\"}%n",
                    bytesPerPair);
        }
        out.printf(
                Locale.ROOT,
                "{\"event\":\"summary\",\"nodes\":%d,\"requests\":%d,\"p50Millis\":%.3f,\"p99Millis\":%.3f,\"errors\":%d}%n",
                result.nodes(),
                result.requests(),
                millis(result.p50()),
                millis(result.p99()),
                result.errors());
        out.flush();
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean bean
                ? bean.getTotalThreadAllocatedBytes()
                : 0;
    }
}
