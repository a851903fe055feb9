package io.podferry.cli.bench;

import io.podferry.extender.kubernetes.ClientTransport;
import io.podferry.extender.kubernetes.Kind;
import io.podferry.extender.kubernetes.Reflector;
import io.podferry.extender.load.ManyPods;
import io.podferry.extender.objects.PodFacts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how long the extender takes to know all pods of a large cluster when it starts. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Measure the cold list of many pods, server and client in this process.",
        footer = {"", "Example:", "  podferry bench list --pods 450000"})
final class ListBenchCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--pods",
            defaultValue = "450000",
            paramLabel = "N",
            description = "How many pods the server lists (default: ${DEFAULT-VALUE}).")
    private int pods;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (pods < 1 || pods > ManyPods.MOST) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--pods must be 1 to %d, was %d".formatted(ManyPods.MOST, pods));
        }
        Path config = Files.createTempFile("many-pods", ".conf");
        try (ManyPods server = new ManyPods(pods)) {
            Files.writeString(
                    config,
                    """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "%s"}}]
                    users: [{name: u, user: {}}]
                    contexts: [{name: x, context: {cluster: c, user: u}}]
                    current-context: x
                    """
                            .formatted(server.url()));
            long start = System.nanoTime();
            try (Reflector<PodFacts> reflector =
                    new Reflector<>(
                            ClientTransport.of(config), Kind.PODS, InstantSource.system())) {
                while (!reflector.cache().synced()) {
                    Thread.sleep(Duration.ofMillis(10));
                }
                report(server, reflector.cache().all().size(), System.nanoTime() - start);
            }
        } finally {
            Files.deleteIfExists(config);
        }
        return 0;
    }

    private void report(ManyPods server, int known, long nanos) {
        System.gc();
        long kept = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long most = Runtime.getRuntime().maxMemory();
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "{\"event\":\"summary\",\"pods\":%d,\"bytes\":%d,\"seconds\":%.1f,\"heapKeptMebibytes\":%d,\"heapLimitMebibytes\":%d}%n",
                known,
                (long) known * server.podBytes(),
                nanos / 1e9,
                kept >> 20,
                most >> 20);
        out.flush();
    }
}
