package io.podferry.agent.runtime;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one container is to be. Exactly one of {@code bundle} and {@code rootfs} is given. Of a
 * bundle's own configuration only the program (arguments, environment, working folder, user) and
 * the root file system are taken; capabilities, devices, mounts, hooks and namespaces are always
 * the agent's.
 *
 * @param name unique in the pod, {@code [a-z0-9-]{1,40}}
 * @param bundle OCI bundle folder, or null
 * @param rootfs root file system folder, never written to (an overlay takes the writes), or null
 * @param command program and arguments; empty means the bundle's own
 * @param env environment, on top of the bundle's own
 * @param workingFolder absolute path in the container, null means the bundle's own or {@code /}
 * @param memoryLimitBytes limit of the container's memory cgroup, null means only the node's limit
 * @param binds shared folders of the machine
 * @param scratch absolute paths in the container that get an empty folder of their own; captured by
 *     a checkpoint
 */
public record ContainerSpec(
        String name,
        @Nullable String bundle,
        @Nullable String rootfs,
        List<String> command,
        Map<String, String> env,
        @Nullable String workingFolder,
        @Nullable Long memoryLimitBytes,
        List<BindMount> binds,
        List<String> scratch) {

    public ContainerSpec {
        command = command == null ? List.of() : List.copyOf(command);
        env = env == null ? Map.of() : Map.copyOf(env);
        binds = binds == null ? List.of() : List.copyOf(binds);
        scratch = scratch == null ? List.of() : List.copyOf(scratch);
    }
}
