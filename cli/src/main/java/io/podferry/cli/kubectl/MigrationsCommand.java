package io.podferry.cli.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.extender.migrations.PodMigrationWish;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the migrations of a namespace with their reasons. */
@Command(
        name = "migrations",
        mixinStandardHelpOptions = true,
        description = "Show the migrations of a Kubernetes namespace, and why each was made.",
        footer = {"", "Example:", "  podferry migrations -n lab"})
public final class MigrationsCommand implements Callable<Integer> {
    private static final String LINE = "%-26s %-24s %-12s %-12s %-12s %-9s %s%n";

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() {
        List<ObjectNode> found;
        try {
            found =
                    new ArrayList<>(
                            cluster.api().list(PodMigrationWish.collection(cluster.namespace())));
        } catch (IOException e) {
            throw new ClusterException(String.valueOf(e.getMessage()), e);
        }
        found.sort(Comparator.comparing(each -> each.path("spec").path("createdAt").asText()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(LINE, "MIGRATION", "POD", "FROM", "TO", "PHASE", "DOWNTIME", "WHY");
        for (JsonNode each : found) {
            JsonNode wish = each.path("spec");
            JsonNode status = each.path("status");
            String given = status.path("abortReason").asText("");
            out.printf(
                    LINE,
                    each.path("metadata").path("name").asText(),
                    wish.path("podName").asText(),
                    wish.path("source").asText(),
                    wish.path("target").asText(),
                    status.path("phase").asText("Wished"),
                    status.path("downtime").asText("-"),
                    wish.path("reason").asText() + (given.isEmpty() ? "" : "; given up: " + given));
        }
        out.flush();
        return 0;
    }
}
