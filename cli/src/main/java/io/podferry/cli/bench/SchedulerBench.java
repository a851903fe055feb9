package io.podferry.cli.bench;

import io.podferry.extender.advice.AdvisorConfig;
import io.podferry.extender.advice.PlacementAdvisor;
import io.podferry.extender.http.ExtenderConfig;
import io.podferry.extender.http.ExtenderMetrics;
import io.podferry.extender.http.ExtenderServer;
import io.podferry.extender.http.TlsFiles;
import io.podferry.extender.kubernetes.ClientTransport;
import io.podferry.extender.kubernetes.Kind;
import io.podferry.extender.kubernetes.KubernetesPicture;
import io.podferry.extender.kubernetes.MemoryReadings;
import io.podferry.extender.kubernetes.Reflector;
import io.podferry.extender.load.SchedulerLoad;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.picture.SyntheticCluster;
import io.podferry.extender.picture.ViewLoop;
import io.podferry.policy.units.DataSize;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A real kube-scheduler places the same pending pods with our extender and without. All pods are
 * there before it starts; memory readings are made up, 20 % to 80 % of each node.
 */
final class SchedulerBench {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final long NODE_MEBIBYTES = 64L << 10;

    private final TestbedScript testbed;
    private final ClientTransport transport;
    private final SchedulerLoad load;

    private final int shapes;

    /**
     * @param shapes how many different requests the pods have, see {@link SchedulerLoad#createPods}
     */
    SchedulerBench(TestbedScript testbed, int nodes, int shapes) throws IOException {
        this.testbed = testbed;
        this.shapes = shapes;
        this.transport = ClientTransport.of(Path.of(testbed.value("KUBECONFIG")));
        this.load = new SchedulerLoad(transport);
        testbed.run("scheduler", "--stop");
        load.createNodes(SyntheticCluster.names(nodes));
    }

    /** Pods per second without any extender. */
    double without(int pods) throws IOException, InterruptedException {
        return round(pods, "--no-extender");
    }

    /** Pods per second with ours, which knows every node and pod and makes a view every second. */
    double with(int pods) throws IOException, InterruptedException {
        InstantSource clock = InstantSource.system();
        PlacementAdvisor advisor = new PlacementAdvisor(AdvisorConfig.DEFAULT, clock);
        CollectorRegistry registry = new CollectorRegistry();
        try (Reflector<NodeFacts> nodeList = new Reflector<>(transport, Kind.NODES, clock);
                Reflector<PodFacts> podList = new Reflector<>(transport, Kind.PODS, clock);
                ViewLoop _ =
                        new ViewLoop(
                                new KubernetesPicture(
                                        nodeList.cache(), podList.cache(), readings(), List::of),
                                advisor,
                                clock,
                                Duration.ofSeconds(1));
                ExtenderServer server =
                        ExtenderServer.start(listen(), advisor, new ExtenderMetrics(registry))) {
            while (advisor.notReady().isPresent()) {
                Thread.sleep(LOOK);
            }
            double rate =
                    round(
                            pods,
                            "--extender",
                            "https://%s:%d"
                                    .formatted(testbed.value("HOST_ADDRESS"), server.port()));
            wasAsked(registry, pods);
            return rate;
        }
    }

    /** The extender is ignorable: a scheduler that cannot reach it places pods all the same. */
    private static void wasAsked(CollectorRegistry registry, int pods) throws IOException {
        Double asked =
                registry.getSampleValue(
                        "podferry_extender_request_seconds_count",
                        new String[] {"verb"},
                        new String[] {"filter"});
        if (asked == null || asked < pods) {
            throw new IOException(
                    "kube-scheduler asked the extender %.0f times for %d pods, so nothing was measured. Maybe its log says why?"
                            .formatted(asked == null ? 0 : asked, pods));
        }
    }

    private double round(int pods, String... extender) throws IOException, InterruptedException {
        // Watched only when they are all there: encoding every event would slow their creation.
        load.createPods(pods, shapes);
        Path config = schedulerConfig();
        try (Reflector<PodFacts> seen =
                new Reflector<>(transport, Kind.PODS, InstantSource.system())) {
            while (seen.cache().all().size() < pods) {
                Thread.sleep(LOOK);
            }
            String[] arguments = new String[extender.length + 2];
            arguments[0] = "--config";
            arguments[1] = config.toString();
            System.arraycopy(extender, 0, arguments, 2, extender.length);
            testbed.run("scheduler", arguments);
            double rate = SchedulerLoad.boundPerSecond(seen.cache()::all, pods, LIMIT);
            testbed.run("scheduler", "--stop");
            load.deletePods();
            while (!seen.cache().all().isEmpty()) {
                Thread.sleep(LOOK);
            }
            return rate;
        } finally {
            Files.deleteIfExists(config);
        }
    }

    /** As in manifests/, but without the client's limit of 50 requests per second. */
    private Path schedulerConfig() throws IOException {
        String text =
                Files.readString(
                        testbed.home().resolve("manifests/scheduler/kube-scheduler-config.yaml"));
        Path file = Files.createTempFile("scheduler", ".yaml");
        Files.writeString(
                file,
                text.replace(
                        "clientConnection:\n", "clientConnection:\n  qps: 5000\n  burst: 5000\n"));
        return file;
    }

    private ExtenderConfig listen() {
        Path pki = Path.of(testbed.value("PKI"));
        ExtenderConfig usual = ExtenderConfig.DEFAULT;
        return new ExtenderConfig(
                testbed.value("HOST_ADDRESS"),
                0,
                usual.largestBody(),
                Optional.of(
                        new TlsFiles(
                                pki.resolve("extender.crt"),
                                pki.resolve("extender.key"),
                                pki.resolve("extender-ca.crt"))),
                false,
                usual.bodyTime(),
                usual.drainNotice(),
                usual.drainLimit());
    }

    private static MemoryReadings readings() {
        return new MemoryReadings() {
            @Override
            public Optional<Reading> node(String name) {
                long share = 20L + Math.floorMod(name.hashCode(), 61);
                return reading(NODE_MEBIBYTES * share / 100);
            }

            @Override
            public Optional<Reading> pod(String qualifiedName, String uid) {
                return reading(50);
            }

            private Optional<Reading> reading(long mebibytes) {
                return Optional.of(new Reading(DataSize.ofMebibytes(mebibytes), Instant.now()));
            }
        };
    }
}
