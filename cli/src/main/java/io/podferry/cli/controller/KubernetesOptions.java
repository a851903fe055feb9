package io.podferry.cli.controller;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.kubernetes.ClientTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kubernetes cluster is meant. */
public final class KubernetesOptions {
    @Option(
            names = "--kubeconfig",
            required = true,
            paramLabel = "FILE",
            description = "The cluster of this configuration file.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--in-cluster",
            required = true,
            description = "The cluster that this process is a pod of.")
    private boolean inCluster;

    /** The line to the API server. */
    public ClientTransport open() {
        Path file = kubeconfig;
        try {
            return file == null || inCluster
                    ? ClientTransport.inCluster()
                    : ClientTransport.of(file);
        } catch (IOException e) {
            String message =
                    file == null
                            ? "this process is no pod with a service account: %s. Maybe use --kubeconfig?"
                                    .formatted(e.getMessage())
                            : Files.exists(file)
                                    ? String.valueOf(e.getMessage())
                                    : "there is no file '%s'. Maybe another folder?"
                                            .formatted(file);
            throw new ClusterException(message, e);
        }
    }
}
