package io.podferry.cli.local;

import io.podferry.cli.cluster.ClusterException;
import io.podferry.cli.cluster.Machine;
import io.podferry.policy.units.DataSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a container's files come from: exactly one of the two.
 *
 * @param rootfs absolute path, or null
 * @param bundle absolute path, or null
 */
record ContainerFiles(@Nullable String rootfs, @Nullable String bundle) {
    static ContainerFiles of(@Nullable Path rootfs, @Nullable Path bundle) {
        if (bundle != null) {
            return bundle("--bundle ", bundle);
        }
        if (rootfs == null) {
            throw new ClusterException("a container needs --rootfs or --bundle");
        }
        return new ContainerFiles(folder("--rootfs ", rootfs).toString(), null);
    }

    /**
     * @param option what stands before the folder on the command line, for the message
     */
    static ContainerFiles bundle(String option, Path bundle) {
        Path folder = folder(option, bundle);
        if (!Files.isReadable(folder.resolve("config.json"))) {
            throw new ClusterException(
                    "%s is no OCI bundle: it has no config.json. Maybe make one with 'runc spec', or use --rootfs with a command?"
                            .formatted(folder));
        }
        return new ContainerFiles(null, folder.toString());
    }

    private static Path folder(String option, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new ClusterException(
                    "%s%s is no folder. Maybe the path is misspelt?".formatted(option, absolute));
        }
        return absolute;
    }

    /**
     * A container may not be promised more than the machine has.
     *
     * @param option what stands before the limit on the command line, for the message
     */
    static void requireLimit(String option, @Nullable DataSize limit) {
        if (limit == null) {
            return;
        }
        DataSize machine = Machine.memory();
        if (limit.compareTo(machine) > 0) {
            throw new ClusterException(
                    "%s%s is more than this machine has (%s). Maybe %dMi?"
                            .formatted(option, limit, machine, (machine.bytes() / 2) >> 20));
        }
        if (limit.bytes() < SMALLEST_LIMIT) {
            throw new ClusterException(
                    "%s%s is too small for any program. Maybe 64Mi?".formatted(option, limit));
        }
    }

    private static final long SMALLEST_LIMIT = 4L << 20;

    /** Name of the program, or of the bundle's folder. */
    String workloadClass(List<String> command) {
        String path = command.isEmpty() ? String.valueOf(bundle) : command.getFirst();
        Path name = Path.of(path).getFileName();
        return name == null ? "pod" : name.toString();
    }
}
