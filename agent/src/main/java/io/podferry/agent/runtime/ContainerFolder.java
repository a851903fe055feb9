package io.podferry.agent.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of one container on its node.
 *
 * @param path the folder
 */
public record ContainerFolder(Path path) {
    /** The OCI bundle's configuration; the folder itself is the bundle. */
    Path config() {
        return path.resolve("config.json");
    }

    /** CRIU's options for this container; rewritten for every attempt. */
    public Path criuConfig() {
        return path.resolve("criu.conf");
    }

    /** Mount point of root file system and writable layer together. */
    Path rootfs() {
        return path.resolve("rootfs");
    }

    /** Writable layer. */
    Path upper() {
        return path.resolve("upper");
    }

    /** Working folder of the overlay file system. */
    Path work() {
        return path.resolve("work");
    }

    /** Lower layer of a container that runs the machine's own programs: only mount points. */
    Path emptyLower() {
        return path.resolve("lower");
    }

    Path scratch(int index) {
        return path.resolve("scratch-" + index);
    }

    /** Folder of the container's output. */
    Path log() {
        return path.resolve("log");
    }

    /** Process id of init, written by runc. */
    public Path pid() {
        return path.resolve("pid");
    }

    /** How init ended, written by its parent. */
    public Path exit() {
        return path.resolve("exit");
    }

    /** Identity of the init process that was started last. */
    Path init() {
        return path.resolve("init");
    }

    /** Exists from the moment a start or restore was begun. */
    public Path begun() {
        return path.resolve("begun");
    }

    /** Why the agent killed it. */
    Path killed() {
        return path.resolve("killed");
    }

    /** The death as it was first seen. */
    Path death() {
        return path.resolve("death.json");
    }

    /** Folder of the start from nothing. */
    Path start() {
        return path.resolve("start");
    }

    List<CapturedFolder> captured(ContainerSpec spec) {
        List<CapturedFolder> folders = new ArrayList<>();
        folders.add(new CapturedFolder(spec.name() + "/upper", upper()));
        for (int i = 0; i < spec.scratch().size(); i++) {
            folders.add(new CapturedFolder(spec.name() + "/scratch-" + i, scratch(i)));
        }
        folders.add(new CapturedFolder(spec.name() + "/log", log()));
        return folders;
    }
}
