package io.podferry.agent.network;

import io.podferry.agent.process.Command;
import io.podferry.agent.process.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network namespaces of one cluster: files that a namespace is bound to, in a folder of the
 * cluster's own, so that nothing is left in the machine's list of named namespaces.
 */
final class Namespaces {
    private static final Path ALL = Path.of("/run/podferry");

    private final Path parent;
    private final Path folder;

    Namespaces(String cluster) {
        parent = ALL.resolve(cluster);
        folder = parent.resolve("netns");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    boolean exists(String name) throws IOException {
        return Mounts.isMounted(file(name), "nsfs");
    }

    private void prepare(String name) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!Files.exists(file(name))) {
            Files.createFile(file(name));
        }
    }

    /** A new, empty namespace. */
    void create(String name) throws IOException {
        prepare(name);
        Command.run("unshare", "--net=" + file(name), "true");
    }

    /** The namespace this process is in, under a name. */
    void attachOwn(String name) throws IOException {
        prepare(name);
        Command.run("mount", "--bind", "/proc/self/ns/net", file(name).toString());
    }

    void remove(String name) throws IOException {
        while (exists(name)) {
            Command.run("umount", "--lazy", file(name).toString());
        }
        Files.deleteIfExists(file(name));
    }

    List<String> names() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    /** Removes the folders, when nothing is in them. */
    void removeFolders() throws IOException {
        for (Path path : List.of(folder, parent, ALL)) {
            if (Files.isDirectory(path) && isEmpty(path)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    /** Runs a shell script inside a namespace. */
    String shell(String name, String script, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 6];
        command[0] = "nsenter";
        command[1] = "--net=" + file(name);
        command[2] = "sh";
        command[3] = "-ec";
        command[4] = script;
        command[5] = "podferry";
        System.arraycopy(arguments, 0, command, 6, arguments.length);
        return Command.run(command);
    }
}
