package io.podferry.agent.kubernetes;

import io.podferry.agent.runtime.CapturedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What of a pod lies in files and moves with it: the writable layers of its containers and its
 * emptyDir volumes. On the target they are kept beside the images until kubelet has made the
 * clone's places for them.
 */
final class Layers {
    private static final String UPPER = "/upper";
    private static final String EMPTY_DIR = "emptydir/";

    private final Host host;
    private final HostPaths paths;

    Layers(Host host, HostPaths paths) {
        this.host = host;
        this.paths = paths;
    }

    /** The folders of a pod that runs here. */
    List<CapturedFolder> of(
            String podUid, Collection<KubeContainer> containers, List<String> emptyDirs)
            throws IOException {
        List<CapturedFolder> folders = new ArrayList<>();
        for (KubeContainer container : containers) {
            Path upper =
                    upperOf(container)
                            .orElseThrow(() ->
                                    new IOException(
                                            "container '%s' has no writable layer of overlayfs"
                                                    .formatted(container.name())));
            folders.add(new CapturedFolder(container.name() + UPPER, host.path(upper)));
        }
        for (String name : emptyDirs) {
            folders.add(
                    new CapturedFolder(EMPTY_DIR + name, host.path(paths.emptyDir(podUid, name))));
        }
        return folders;
    }

    /** Where a container that runs writes, a path of the machine. */
    static Optional<Path> upperOf(KubeContainer container) throws IOException {
        return upper(
                Files.readAllLines(Path.of("/proc/" + container.pid() + "/mountinfo")),
                Path.of("/"));
    }

    /** The writable layer of the overlay that is mounted at a place. */
    static Optional<Path> upper(List<String> mountInfo, Path at) {
        Optional<Path> found = Optional.empty();
        for (String line : mountInfo) {
            String[] halves = line.split(" - ", 2);
            String[] before = halves[0].split(" ", -1);
            if (halves.length == 2
                    && before.length > 4
                    && before[4].equals(at.toString())
                    && halves[1].startsWith("overlay ")) {
                String[] after = halves[1].split(" ", -1);
                for (String option : after[after.length - 1].split(",", -1)) {
                    if (option.startsWith("upperdir=/")) {
                        found = Optional.of(Path.of(option.substring("upperdir=".length())));
                    }
                }
            }
        }
        return found;
    }

    /** Where the folders wait for the clone, by name. */
    Map<String, Path> staged(Path checkpoint, List<String> containers, List<String> emptyDirs) {
        Map<String, Path> places = new TreeMap<>();
        for (String container : containers) {
            places.put(container + UPPER, checkpoint.resolve("layers").resolve(container));
        }
        for (String name : emptyDirs) {
            places.put(EMPTY_DIR + name, checkpoint.resolve("emptydirs").resolve(name));
        }
        return places;
    }

    /**
     * Puts a container's writable layer into the root file system that containerd has mounted for
     * the clone, in which nothing has executed yet.
     */
    void apply(Path checkpoint, String container, Path bundle) throws IOException {
        Path from = checkpoint.resolve("layers").resolve(container);
        if (!Files.isDirectory(from)) {
            return;
        }
        Path rootfs = bundle.resolve("rootfs");
        Path to =
                upper(host.mountInfo(), rootfs)
                        .orElseThrow(() ->
                                new IOException(
                                        "the clone's root file system at %s is no overlay, so container '%s' cannot get back what it wrote"
                                                .formatted(rootfs, container)));
        copy(from, to);
    }

    /** Puts the contents of the emptyDir volumes into those of the clone. */
    void applyEmptyDirs(Path checkpoint, String podUid, List<String> emptyDirs) throws IOException {
        for (String name : emptyDirs) {
            Path from = checkpoint.resolve("emptydirs").resolve(name);
            if (Files.isDirectory(from)) {
                copy(from, paths.emptyDir(podUid, name));
            }
        }
    }

    private void copy(Path from, Path to) throws IOException {
        host.run("cp", "--archive", "--remove-destination", from + "/.", to + "/");
    }
}
