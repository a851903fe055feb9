package io.podferry.cli.extender;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.advice.ClusterView;
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
import java.util.List;
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

    /** Makes views until it is closed. */
    interface Source extends ViewLoop.ViewSource, AutoCloseable {
        /** How often a view is worth making. */
        Duration period();

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
        Integer nodes = simulate;
        return new SyntheticSource(nodes == null ? 1 : nodes);
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
