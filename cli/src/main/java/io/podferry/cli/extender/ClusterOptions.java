package io.podferry.cli.extender;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.advice.ClusterView;
import io.podferry.extender.kubernetes.ApiWriter;
import io.podferry.extender.kubernetes.ClientTransport;
import io.podferry.extender.kubernetes.Kind;
import io.podferry.extender.kubernetes.KubernetesPicture;
import io.podferry.extender.kubernetes.MetricsApi;
import io.podferry.extender.kubernetes.Reflector;
import io.podferry.extender.objects.NodeFacts;
import io.podferry.extender.objects.PodFacts;
import io.podferry.extender.picture.SnapshotFile;
import io.podferry.extender.picture.SyntheticCluster;
import io.podferry.extender.picture.ViewLoop;
import io.podferry.extender.picture.ViewMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster the advice is about. */
final class ClusterOptions {
    @Option(
            names = "--snapshot",
            required = true,
            paramLabel = "FILE",
            description = "A cluster in a JSON file, which is read again when it changes.")
    private @Nullable Path snapshot;

    @Option(
            names = "--simulate",
            required = true,
            paramLabel = "NODES",
            description = "A made-up cluster of this many nodes, whose pods grow.")
    private @Nullable Integer simulate;

    @Option(
            names = "--kubeconfig",
            required = true,
            paramLabel = "FILE",
            description = "A Kubernetes cluster, by its configuration file.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--in-cluster",
            required = true,
            description = "The Kubernetes cluster that this process is a pod of.")
    private boolean inCluster;

    /** Makes views until it is closed. */
    interface Source extends ViewLoop.ViewSource, AutoCloseable {
        /** How often a view is worth making. */
        Duration period();

        /** The API server, where there is one. */
        default Optional<ApiWriter> api() {
            return Optional.empty();
        }

        @Override
        void close();
    }

    /** Opens the cluster that was chosen. */
    Source open() {
        Path file = snapshot;
        if (file != null) {
            try {
                return new FileSource(file);
            } catch (IOException e) {
                throw new ClusterException(message(file, e), e);
            }
        }
        if (kubeconfig != null || inCluster) {
            return kubernetes(kubeconfig);
        }
        Integer nodes = simulate;
        return new SyntheticSource(nodes == null ? 1 : nodes);
    }

    private static Source kubernetes(@Nullable Path file) {
        try {
            return new KubernetesSource(
                    file == null ? ClientTransport.inCluster() : ClientTransport.of(file));
        } catch (IOException e) {
            throw new ClusterException(
                    file == null
                            ? "this process is no pod with a service account: %s. Maybe use --kubeconfig?"
                                    .formatted(e.getMessage())
                            : message(file, e),
                    e);
        }
    }

    private static String message(Path file, IOException e) {
        return Files.exists(file)
                ? String.valueOf(e.getMessage())
                : "there is no file '%s'. Maybe another folder?".formatted(file);
    }

    private static final class FileSource implements Source {
        private final Path file;
        private FileTime changed;
        private ClusterView view;

        private FileSource(Path file) throws IOException {
            this.file = file;
            this.changed = Files.getLastModifiedTime(file);
            this.view = SnapshotFile.read(file).view(Instant.now());
        }

        @Override
        public ClusterView view(Instant now) throws IOException {
            FileTime time = Files.getLastModifiedTime(file);
            if (!time.equals(changed)) {
                view = SnapshotFile.read(file).view(now);
                changed = time;
            }
            view = view.takenAt(now);
            return view;
        }

        @Override
        public Duration period() {
            return Duration.ofSeconds(1);
        }

        @Override
        public void close() {
            // There is nothing to let go of.
        }
    }

    /** Follows the API server; memory comes from metrics.k8s.io. */
    private static final class KubernetesSource implements Source {
        private final ClientTransport transport;
        private final Reflector<NodeFacts> nodes;
        private final Reflector<PodFacts> pods;
        private final MetricsApi metrics;
        private final KubernetesPicture picture;

        private KubernetesSource(ClientTransport transport) {
            InstantSource clock = InstantSource.system();
            this.transport = transport;
            this.nodes = new Reflector<>(transport, Kind.NODES, clock);
            this.pods = new Reflector<>(transport, Kind.PODS, clock);
            this.metrics = new MetricsApi(transport);
            this.picture = new KubernetesPicture(nodes.cache(), pods.cache(), metrics, List::of);
        }

        @Override
        public ClusterView view(Instant now) throws IOException {
            return picture.view(now);
        }

        @Override
        public Duration period() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Optional<ApiWriter> api() {
            return Optional.of(transport);
        }

        @Override
        public void close() {
            metrics.close();
            pods.close();
            nodes.close();
        }
    }

    private static final class SyntheticSource implements Source {
        private final SyntheticCluster cluster;
        private final ViewMaker maker = new ViewMaker();
        private final long start = System.nanoTime();

        private SyntheticSource(int nodes) {
            this.cluster = new SyntheticCluster(nodes, 1);
        }

        @Override
        public ClusterView view(Instant now) {
            return maker.view(cluster.at(now, (System.nanoTime() - start) / 1e9), List.of());
        }

        @Override
        public Duration period() {
            return Duration.ofSeconds(5);
        }

        @Override
        public void close() {
            // There is nothing to let go of.
        }
    }
}
