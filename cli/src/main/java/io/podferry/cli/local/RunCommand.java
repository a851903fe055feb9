package io.podferry.cli.local;

import io.podferry.agent.runtime.BindMount;
import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.cli.api.ApiJson;
import io.podferry.cli.api.PodView;
import io.podferry.cli.api.RestartPolicy;
import io.podferry.cli.cluster.LocalCluster;
import io.podferry.policy.units.DataSize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a pod with one or more containers. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Start a pod with one or more containers.",
        footer = {
            "",
            "Example:",
            "  podferry local run solver --rootfs / --memory 512Mi --label team=hpc -- sleep 1000"
        })
final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ClusterOption cluster = new ClusterOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the pod.")
    private String name = "";

    @Parameters(
            index = "1..*",
            paramLabel = "COMMAND",
            description = "Program and arguments, behind --.")
    private List<String> command = new ArrayList<>();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    @Mixin private FurtherContainers further = new FurtherContainers();

    /** Where the container's files come from. */
    static final class Source {
        @Option(
                names = "--rootfs",
                paramLabel = "DIR",
                description = "Root file system; never written to, so even / will do.")
        private @Nullable Path rootfs;

        @Option(
                names = "--bundle",
                paramLabel = "DIR",
                description = "OCI bundle with config.json.")
        private @Nullable Path bundle;
    }

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory limit of the first container (default: only the node's).")
    private @Nullable DataSize memory;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--env",
            paramLabel = "KEY=VALUE",
            description = "An environment variable; may be repeated.")
    private Map<String, String> env = new LinkedHashMap<>();

    @Option(
            names = "--mount",
            paramLabel = "SOURCE:TARGET[:rw]",
            description =
                    "A folder of the machine, read-only unless rw; may be repeated. Does not move"
                            + " with the pod.")
    private List<String> mounts = new ArrayList<>();

    @Option(
            names = "--scratch",
            paramLabel = "PATH",
            description = "An empty folder that moves with the pod; may be repeated.")
    private List<String> scratch = new ArrayList<>();

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "Pods of a class share their growth history (default: the program).")
    private @Nullable String workloadClass;

    @Option(
            names = "--node",
            paramLabel = "NODE",
            description = "Node to start on (default: the one with most room).")
    private @Nullable String node;

    @Option(
            names = "--restart",
            paramLabel = "WHEN",
            defaultValue = "never",
            description =
                    "Begin again from nothing when it dies: never, always (default:"
                            + " ${DEFAULT-VALUE}).")
    private RestartPolicy restart = RestartPolicy.NEVER;

    @Option(names = "--json", description = "Print the pod as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (source.rootfs != null && command.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a command is missing: add it behind '--', for example '-- sleep 1000'");
        }
        ContainerFiles files = ContainerFiles.of(source.rootfs, source.bundle);
        ContainerFiles.requireLimit("--memory ", memory);
        ContainerSpec container =
                new ContainerSpec(
                        FurtherContainers.FIRST,
                        files.bundle(),
                        files.rootfs(),
                        command,
                        env,
                        null,
                        memory == null ? null : memory.bytes(),
                        binds(),
                        scratch);
        List<ContainerSpec> containers = new ArrayList<>(List.of(container));
        containers.addAll(further.specs());
        PodSpec pod =
                new PodSpec(
                        name,
                        workloadClass == null ? files.workloadClass(command) : workloadClass,
                        labels,
                        containers);
        try (LocalCluster up = cluster.attach()) {
            PodView started = up.runPod(pod, Optional.ofNullable(node), restart);
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    json
                            ? ApiJson.mapper().writeValueAsString(started)
                            : "pod '%s' runs on %s%s"
                                    .formatted(
                                            started.name(),
                                            started.node(),
                                            started.address().isEmpty()
                                                    ? ""
                                                    : " at " + started.address()));
            out.flush();
        }
        return 0;
    }

    private List<BindMount> binds() {
        List<BindMount> binds = new ArrayList<>();
        for (String mount : mounts) {
            String[] parts = mount.split(":", -1);
            boolean known =
                    parts.length == 2
                            || (parts.length == 3
                                    && (parts[2].equals("rw") || parts[2].equals("ro")));
            if (!known || !parts[0].startsWith("/") || !parts[1].startsWith("/")) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--mount must be /SOURCE:/TARGET or /SOURCE:/TARGET:rw, but is '%s'"
                                .formatted(mount));
            }
            binds.add(
                    new BindMount(parts[0], parts[1], parts.length == 2 || parts[2].equals("ro")));
        }
        return binds;
    }
}
