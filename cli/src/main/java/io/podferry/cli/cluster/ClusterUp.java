package io.podferry.cli.cluster;

import java.util.function.Consumer;

/** Makes or heals a cluster. */
final class ClusterUp {
    private final UpOptions options;
    private final Consumer<String> progress;

    ClusterUp(UpOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    LocalCluster run() throws InterruptedException {
        progress.accept("making cluster " + options.name());
        throw new ClusterException("not there yet");
    }
}
