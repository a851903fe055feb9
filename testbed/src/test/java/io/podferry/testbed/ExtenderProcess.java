package io.podferry.testbed;

import io.podferry.extender.advice.AdvisorConfig;
import io.podferry.extender.advice.ClusterView;
import io.podferry.extender.advice.Hold;
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
import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.picture.ViewLoop;
import io.podferry.policy.units.DataSize;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Our extender beside a real cluster, with memory readings that a test makes up. */
final class ExtenderProcess implements AutoCloseable, MemoryReadings {
    private final Map<String, Long> mebibytes = new ConcurrentHashMap<>();
    final List<Hold> holds = new CopyOnWriteArrayList<>();
    final Reflector<PodFacts> pods;
    final PlacementAdvisor advisor;
    private final AtomicLong views = new AtomicLong();
    private final Reflector<NodeFacts> nodes;
    private final ViewLoop loop;
    private final ExtenderServer server;
    private final String url;

    ExtenderProcess(KubernetesTestbed testbed, int port) throws IOException {
        InstantSource clock = InstantSource.system();
        ClientTransport transport = ClientTransport.of(testbed.kubeconfig());
        nodes = new Reflector<>(transport, Kind.NODES, clock);
        pods = new Reflector<>(transport, Kind.PODS, clock);
        advisor = new PlacementAdvisor(AdvisorConfig.DEFAULT, clock);
        KubernetesPicture picture =
                new KubernetesPicture(nodes.cache(), pods.cache(), this, () -> holds);
        loop =
                new ViewLoop(
                        now -> counted(picture.view(now)), advisor, clock, Duration.ofMillis(100));
        var pki = testbed.certificates();
        ExtenderConfig config =
                new ExtenderConfig(
                        testbed.hostAddress(),
                        port,
                        DataSize.ofMebibytes(64),
                        Optional.of(
                                new TlsFiles(
                                        pki.resolve("extender.crt"),
                                        pki.resolve("extender.key"),
                                        pki.resolve("extender-ca.crt"))),
                        false,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        Duration.ofSeconds(5));
        server =
                ExtenderServer.start(config, advisor, new ExtenderMetrics(new CollectorRegistry()));
        url = "https://%s:%d".formatted(testbed.hostAddress(), server.port());
    }

    private ClusterView counted(ClusterView view) {
        views.incrementAndGet();
        return view;
    }

    /** Returns when what was said before is in the advisor's view. */
    void settle() throws InterruptedException {
        long enough = views.get() + 3;
        while (views.get() < enough) {
            Thread.sleep(10);
        }
    }

    String url() {
        return url;
    }

    int port() {
        return server.port();
    }

    /** From now on the node, or "namespace/pod", uses so much. */
    void uses(String name, long mebibytesUsed) {
        mebibytes.put(name, mebibytesUsed);
    }

    @Override
    public Optional<Reading> node(String name) {
        return reading(name);
    }

    @Override
    public Optional<Reading> pod(String qualifiedName, String uid) {
        return reading(qualifiedName);
    }

    private Optional<Reading> reading(String name) {
        return Optional.ofNullable(mebibytes.get(name))
                .map(size -> new Reading(DataSize.ofMebibytes(size), Instant.now()));
    }

    /** The pod as the API server told us. */
    Optional<PodFacts> pod(String qualifiedName) {
        return pods.cache().all().stream()
                .filter(pod -> pod.qualifiedName().equals(qualifiedName))
                .findFirst();
    }

    @Override
    public void close() {
        server.close();
        loop.close();
        nodes.close();
        pods.close();
    }
}
