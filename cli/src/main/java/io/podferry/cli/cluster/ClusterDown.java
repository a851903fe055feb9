package io.podferry.cli.cluster;

import io.podferry.agent.cgroup.CgroupTree;
import io.podferry.agent.runtime.NodePaths;
import io.podferry.agent.runtime.PodRuntime;
import io.podferry.agent.tools.Missing;
import io.podferry.agent.tools.Tools;
import io.podferry.cli.engine.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes a cluster without a trace. Idempotent: a removal that was interrupted is finished by the
 * next one.
 */
final class ClusterDown {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StateFolder folder;
    private final Consumer<String> progress;

    ClusterDown(Path state, Consumer<String> progress) {
        this.folder = new StateFolder(state.toAbsolutePath().normalize());
        this.progress = progress;
    }

    void run() throws InterruptedException {
        Machine.requireRoot();
        if (!Files.isDirectory(folder.path())) {
            progress.accept("no cluster in " + folder.path());
            return;
        }
        Optional<ClusterConfig> config = folder.config();
        if (config.isEmpty()) {
            folder.create();
        }
        try (Locks _ =
                Locks.take(
                        folder.path().resolve("up.lock"),
                        Duration.ofSeconds(60),
                        "works on this cluster")) {
            if (config.isPresent()) {
                remove(config.get());
            }
            SafeDelete.tree(folder.path());
        } catch (IOException e) {
            throw new ClusterException(
                    "cannot remove all of the cluster in %s: %s. Try again; nothing else is needed."
                            .formatted(folder.path(), e.getMessage()),
                    e);
        }
    }

    private void remove(ClusterConfig config) throws IOException, InterruptedException {
        progress.accept("stopping the engine");
        folder.engine().stop(PATIENCE);
        for (ClusterConfig.Node node : config.nodes()) {
            progress.accept("stopping the agent of " + node.name());
            folder.agent(node.name()).stop(PATIENCE);
        }
        Tools.Found tools = tools();
        CgroupTree cgroups = CgroupTree.ofThisMachine();
        for (ClusterConfig.Node node : config.nodes()) {
            progress.accept("removing the pods of " + node.name());
            new PodRuntime(
                            new NodePaths(ClusterConfig.node(folder.path(), node.name())),
                            cgroups,
                            ClusterParts.cgroup(config, node),
                            ClusterParts.network(config, node),
                            tools)
                    .removeNode();
            ClusterParts.network(config, node).remove();
        }
        try (Locks _ = Registrations.lock()) {
            cgroups.remove(ClusterParts.cgroup(config));
            ClusterParts.network(config).remove();
            Registrations.release(config.name(), folder.path());
        }
    }

    private static Tools.Found tools() {
        return switch (Tools.find()) {
            case Tools.Found found -> found;
            case Tools.Lacking(List<Missing> missing) ->
                    throw new ClusterException(
                            "cannot remove containers without the tools that made them:\n  "
                                    + String.join(
                                            "\n  ",
                                            missing.stream().map(Missing::toString).toList()));
        };
    }
}
