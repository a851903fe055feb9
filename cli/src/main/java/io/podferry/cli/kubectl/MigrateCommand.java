package io.podferry.cli.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.kubernetes.ApiObjects;
import io.podferry.extender.migrations.PodMigrationWish;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves a pod of a Kubernetes cluster and shows how far it is. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Move a pod of a Kubernetes cluster, with its memory, to another node.",
        footer = {"", "Example:", "  podferry migrate solver --to node-2 -n lab"})
public final class MigrateCommand implements Callable<Integer> {
    private static final long LOOK_MILLIS = 200;
    private static final long TAKEN_UP = TimeUnit.SECONDS.toNanos(30);

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "POD", description = "Name of the pod.")
    private String pod = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "NODE",
            description = "Node that it goes to.")
    private String target = "";

    @Option(
            names = "--clone-name",
            paramLabel = "NAME",
            description =
                    "Name of the pod that continues it (default: its own with a suffix; a pod of a"
                            + " ReplicaSet or Job is continued by the one that replaces it).")
    private @Nullable String cloneName;

    @Override
    public Integer call() throws InterruptedException {
        ApiObjects api = cluster.api();
        String namespace = cluster.namespace();
        try {
            Optional<ObjectNode> found =
                    api.get("/api/v1/namespaces/%s/pods/%s".formatted(namespace, pod));
            if (found.isEmpty()) {
                throw new ClusterException(
                        "there is no pod '%s' in namespace '%s'. Maybe another namespace (-n)?"
                                .formatted(pod, namespace));
            }
            String source = found.get().path("spec").path("nodeName").asText("");
            if (source.isEmpty()) {
                throw new ClusterException("pod '%s' does not run anywhere yet".formatted(pod));
            }
            String id =
                    "h%d-%s"
                            .formatted(
                                    System.currentTimeMillis(),
                                    UUID.randomUUID().toString().substring(0, 4));
            PodMigrationWish wish =
                    new PodMigrationWish(
                            namespace,
                            id,
                            pod,
                            found.get().path("metadata").path("uid").asText(),
                            cloneName == null ? pod : cloneName,
                            "clone-" + id,
                            source,
                            target,
                            0,
                            "somebody wants it on " + target,
                            "operator",
                            Instant.now().toString());
            api.create(PodMigrationWish.collection(namespace), wish.object());
            return follow(api, PodMigrationWish.collection(namespace) + "/" + id);
        } catch (IOException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
    }

    private int follow(ApiObjects api, String path) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String shown = "";
        long begun = System.nanoTime();
        while (true) {
            JsonNode status =
                    api.get(path)
                            .orElseThrow(() -> new IOException("the migration was removed"))
                            .path("status");
            String phase = status.path("phase").asText("");
            if (!phase.equals(shown)) {
                shown = phase;
                out.println(phase);
                out.flush();
            }
            switch (phase) {
                case "Running", "Done" -> {
                    out.printf(
                            "%s goes on on %s; it stood still for %s%n",
                            pod, target, status.path("downtime").asText("an unknown time"));
                    out.flush();
                    return 0;
                }
                case "Aborted" ->
                        throw new ClusterException(
                                "the move was given up: " + status.path("abortReason").asText());
                case "" -> {
                    if (System.nanoTime() - begun > TAKEN_UP) {
                        throw new ClusterException(
                                "no controller has taken up the migration. Maybe none runs; its"
                                        + " events tell more: kubectl describe podmigration "
                                        + path.substring(path.lastIndexOf('/') + 1));
                    }
                }
                default -> {}
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
