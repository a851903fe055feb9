package io.podferry.cli.extender;

import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.kubernetes.ApiWriter;
import io.podferry.extender.leader.ElectionConfig;
import io.podferry.extender.leader.LeaderElector;
import io.podferry.extender.leader.LeaderLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether one of several replicas leads, and by which Lease. */
final class LeaderOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Option(
            names = "--leader-elect",
            paramLabel = "NAMESPACE/NAME",
            description =
                    "Stand for election by this Lease; replicas that do not lead are not ready, so"
                            + " that a Service leads to the leader alone.")
    private @Nullable String lease;

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            description = "Name of this replica in the Lease (default: the host's, made unique).")
    private @Nullable String identity;

    /** Stands for election until it is closed, or does nothing. */
    interface Election extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins, if it was asked for.
     *
     * @throws IllegalArgumentException when the options fit neither each other nor the cluster
     */
    Election start(Optional<ApiWriter> api, Consumer<Optional<String>> changed) {
        String wanted = lease;
        if (wanted == null) {
            if (identity != null) {
                throw new IllegalArgumentException(
                        "--identity '%s' names a replica that does not stand for election. Maybe add --leader-elect?"
                                .formatted(identity));
            }
            return () -> {};
        }
        if (api.isEmpty()) {
            throw new IllegalArgumentException(
                    "--leader-elect needs an API server. Maybe use --kubeconfig or --in-cluster?");
        }
        String[] words = wanted.split("/", -1);
        if (words.length != 2 || words[0].isBlank() || words[1].isBlank()) {
            throw new IllegalArgumentException(
                    "not a Lease: '%s'. Maybe podferry-system/podferry-extender?"
                            .formatted(wanted));
        }
        LeaderElector elector =
                new LeaderElector(
                        new ApiObjects(api.get(), PATIENCE),
                        ElectionConfig.usual(words[0], words[1], self()),
                        System::nanoTime,
                        InstantSource.system());
        return new LeaderLoop(elector, changed)::close;
    }

    private String self() {
        String given = identity;
        if (given != null) {
            return given;
        }
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("podferry");
        return host + "_" + UUID.randomUUID();
    }
}
