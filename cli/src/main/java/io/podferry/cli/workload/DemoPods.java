package io.podferry.cli.workload;

import io.podferry.agent.runtime.BindMount;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.simulations.scenario.DemoPod;
import io.podferry.simulations.scenario.MemoryShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Pods of a scenario as specifications of real ones. */
public final class DemoPods {
    /** Where a counter answers. */
    public static final int PORT = 8080;

    private static final String CONTAINER = "main";

    private final Workloads workloads;

    public DemoPods(Workloads workloads) {
        this.workloads = workloads;
    }

    public PodSpec of(DemoPod pod) {
        ContainerSpec container =
                switch (pod.kind()) {
                    case COUNTER -> load(pod.shape(), OptionalInt.of(PORT), false, limit(pod));
                    case GROWER -> load(pod.shape(), OptionalInt.empty(), false, limit(pod));
                    case JVM -> jvm(pod);
                };
        return new PodSpec(
                pod.name(),
                pod.workloadClass(),
                Map.of("podferry.io/demo", pod.kind().name()),
                List.of(container));
    }

    /** The command line of the demo's C program with the curve of that pod, whatever its kind. */
    public static List<String> command(DemoPod pod) {
        return LoadCommand.load(
                pod.shape(),
                pod.kind() == DemoPod.Kind.COUNTER ? OptionalInt.of(PORT) : OptionalInt.empty(),
                false);
    }

    /** A counter for benchmarks. */
    public PodSpec counter(String name, MemoryShape shape, boolean compressible) {
        return new PodSpec(
                name,
                "bench",
                Map.of(),
                List.of(load(shape, OptionalInt.of(PORT), compressible, Optional.empty())));
    }

    /** A pod that only grows, of a class of its own, for benchmarks. */
    public PodSpec grower(String name, MemoryShape shape) {
        return new PodSpec(
                name,
                name,
                Map.of(),
                List.of(load(shape, OptionalInt.empty(), false, Optional.empty())));
    }

    private ContainerSpec load(
            MemoryShape shape, OptionalInt port, boolean compressible, Optional<Long> limit) {
        return new ContainerSpec(
                CONTAINER,
                null,
                workloads.plainRoot().toString(),
                LoadCommand.load(shape, port, compressible),
                Map.of(),
                null,
                limit.orElse(null),
                List.of(),
                List.of());
    }

    private ContainerSpec jvm(DemoPod pod) {
        return new ContainerSpec(
                CONTAINER,
                null,
                workloads.javaRoot().toString(),
                LoadCommand.heap(pod.shape()),
                Map.of(),
                null,
                limit(pod).orElse(null),
                Stream.of(
                                new BindMount("/usr/lib", "/usr/lib", true),
                                new BindMount("/usr/lib64", "/usr/lib64", true),
                                new BindMount(System.getProperty("java.home"), "/jdk", true))
                        .filter(bind -> Files.isDirectory(Path.of(bind.source())))
                        .toList(),
                List.of());
    }

    private static Optional<Long> limit(DemoPod pod) {
        return pod.limit().map(size -> size.bytes());
    }
}
