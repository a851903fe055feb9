package io.podferry.agent.runtime;

import io.podferry.agent.process.Command;
import io.podferry.agent.process.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The root file system of one container: the user's folder below, which is never written to, and a
 * writable layer above. The upper layer holds everything by itself (no redirects, no index), so
 * that it can be moved to another machine.
 */
final class Overlay {
    private Overlay() {}

    static void mount(ContainerFolder folder, Path rootfs) throws IOException {
        if (mounted(folder)) {
            return;
        }
        Path lower = rootfs;
        if (rootfs.equals(Path.of("/"))) {
            lower = machineSkeleton(folder.emptyLower());
        }
        for (Path path : new Path[] {lower, folder.upper(), folder.work()}) {
            if (path.toString().matches(".*[,:\\\\].*")) {
                throw new IOException(
                        "'%s' cannot be a layer: ',', ':' and '\\' are not possible in its path"
                                .formatted(path));
            }
        }
        Files.setPosixFilePermissions(folder.upper(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Command.run(
                "mount",
                "-t",
                "overlay",
                "overlay",
                "-o",
                "lowerdir=%s,upperdir=%s,workdir=%s,index=off,metacopy=off,redirect_dir=off"
                        .formatted(lower, folder.upper(), folder.work()),
                folder.rootfs().toString());
    }

    /**
     * Mount points for the machine's folders, and its links of the same names ({@code /bin ->
     * usr/bin}).
     */
    private static Path machineSkeleton(Path lower) throws IOException {
        Files.createDirectories(lower);
        Files.setPosixFilePermissions(lower, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : BundleWriter.MACHINE_PROGRAMS) {
            Path machine = Path.of(name);
            Path here = lower.resolve(name.substring(1));
            if (Files.isSymbolicLink(machine) && !Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(here, Files.readSymbolicLink(machine));
            }
        }
        Path temporary = lower.resolve("tmp");
        Files.createDirectories(temporary);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        return lower;
    }

    static boolean mounted(ContainerFolder folder) throws IOException {
        return Mounts.isMounted(folder.rootfs(), "overlay");
    }
}
