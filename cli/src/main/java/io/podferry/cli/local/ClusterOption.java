package io.podferry.cli.local;

import io.podferry.cli.cluster.LocalCluster;
import io.podferry.cli.cluster.UpOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command is about. */
final class ClusterOption {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = UpOptions.DEFAULT_NAME,
            description = "Name of the cluster (default: ${DEFAULT-VALUE}).")
    private String name = UpOptions.DEFAULT_NAME;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The cluster's own folder (default: /var/lib/podferry/NAME).")
    private @Nullable Path state;

    String name() {
        return name;
    }

    Path state() {
        Path given = state;
        return given == null ? UpOptions.defaultState(name) : given.toAbsolutePath().normalize();
    }

    LocalCluster attach() {
        return LocalCluster.attach(state());
    }
}
