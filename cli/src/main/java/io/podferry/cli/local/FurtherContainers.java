package io.podferry.cli.local;

import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.cli.cluster.ClusterException;
import io.podferry.policy.units.DataSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The containers of a pod besides its first one; they share its network and move with it. */
final class FurtherContainers {
    /** Name of a pod's first container. */
    static final String FIRST = "main";

    @Option(
            names = "--container",
            paramLabel = "NAME=BUNDLE",
            description =
                    "A further container, from the OCI bundle in a folder; may be repeated. It"
                            + " shares the pod's network and moves with it.")
    private Map<String, Path> bundles = new LinkedHashMap<>();

    @Option(
            names = "--container-memory",
            paramLabel = "NAME=SIZE",
            description = "Memory limit of a further container (default: only the node's).")
    private Map<String, DataSize> limits = new LinkedHashMap<>();

    /**
     * @throws ClusterException when a name is taken, a folder is no bundle, or a limit is for no
     *     container or cannot be
     */
    List<ContainerSpec> specs() {
        for (String name : limits.keySet()) {
            if (!bundles.containsKey(name)) {
                throw new ClusterException(
                        "--container-memory is for '%s', but there is no --container of that name.%s"
                                .formatted(
                                        name,
                                        name.equals(FIRST)
                                                ? " The first container's limit is --memory."
                                                : ""));
            }
        }
        List<ContainerSpec> specs = new ArrayList<>();
        bundles.forEach((name, bundle) -> specs.add(spec(name, bundle)));
        return specs;
    }

    private ContainerSpec spec(String name, Path bundle) {
        if (name.equals(FIRST)) {
            throw new ClusterException(
                    "'%s' is the name of the first container. Choose another for %s."
                            .formatted(FIRST, bundle));
        }
        DataSize limit = limits.get(name);
        ContainerFiles.requireLimit("--container-memory " + name + "=", limit);
        return new ContainerSpec(
                name,
                ContainerFiles.bundle("--container " + name + "=", bundle).bundle(),
                null,
                List.of(),
                Map.of(),
                null,
                limit == null ? null : limit.bytes(),
                List.of(),
                List.of());
    }
}
