package io.podferry.cli.kubectl;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ClientTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and namespace a person means: as kubectl understands it. */
final class ClusterOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Configuration file (default: $KUBECONFIG, else ~/.kube/config).")
    private @Nullable Path kubeconfig;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "Namespace of the pod (default: ${DEFAULT-VALUE}).")
    private String namespace = "";

    String namespace() {
        return namespace;
    }

    ApiObjects api() {
        Path file =
                Optional.ofNullable(kubeconfig)
                        .or(() ->
                                Optional.ofNullable(System.getenv("KUBECONFIG"))
                                        .filter(text -> !text.isBlank())
                                        .map(Path::of))
                        .orElse(Path.of(System.getProperty("user.home"), ".kube", "config"));
        try {
            if (!Files.exists(file)) {
                throw new ClusterException(
                        "there is no file '%s'. Maybe name one by --kubeconfig?".formatted(file));
            }
            return new ApiObjects(ClientTransport.of(file), PATIENCE);
        } catch (IOException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
    }
}
