package io.podferry.agent.checkpoint;

import io.podferry.agent.runtime.DumpSubject;
import io.podferry.agent.runtime.PodRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Starts dumps and held restores of the pods of one node, or finds them again. Thread-safe. */
public final class Checkpoints {
    private final PodRuntime runtime;

    public Checkpoints(PodRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Starts a dump. The folder must not have held a dump before.
     *
     * @param attempt folder of this dump alone, 0700; images go to {@code attempt/images}
     * @param pageServer loopback address that takes the pages, null: pages are written to {@code
     *     attempt/images}
     * @throws IOException when the container does not run, or the folder was used
     */
    public ContainerDump startDump(
            String uid, String container, Path attempt, @Nullable InetSocketAddress pageServer)
            throws IOException {
        return startDump(runtime.container(uid, container), attempt, pageServer);
    }

    /** The dump that was started in this folder, by this agent process or an earlier one. */
    public ContainerDump findDump(String uid, String container, Path attempt) {
        return findDump(runtime.container(uid, container), attempt);
    }

    /**
     * {@link #startDump(String, String, Path, InetSocketAddress)} of a container made by others.
     */
    public static ContainerDump startDump(
            DumpSubject subject, Path attempt, @Nullable InetSocketAddress pageServer)
            throws IOException {
        RuncDump dump = new RuncDump(subject, absolute(attempt));
        dump.start(pageServer);
        return dump;
    }

    /** The dump of a container made by others that was started in this folder. */
    public static ContainerDump findDump(DumpSubject subject, Path attempt) {
        return new RuncDump(subject, absolute(attempt));
    }

    /**
     * Starts a restore into an existing sandbox whose captured folders are in place.
     *
     * @param images folder with all images of the container
     * @param attempt folder of this restore alone, 0700
     * @throws IOException when the incarnation is fenced, runs already, or the folder was used
     */
    public HeldRestore startRestore(String uid, String container, Path images, Path attempt)
            throws IOException {
        runtime.refuseFenced(uid);
        RuncRestore restore = new RuncRestore(runtime.container(uid, container), absolute(attempt));
        restore.start(absolute(images));
        return restore;
    }

    /** The restore that was started in this folder, by this agent process or an earlier one. */
    public HeldRestore findRestore(String uid, String container, Path attempt) {
        return new RuncRestore(runtime.container(uid, container), absolute(attempt));
    }

    /**
     * runc takes relative paths from the bundle; and the paths are used by scripts, without quotes.
     */
    private static Path absolute(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.toString().matches(".*[\\s'\"\\\\$`].*")) {
            throw new IllegalArgumentException(
                    "'%s' cannot hold a checkpoint: blanks, quotes, '$' and '\\' are not possible in its path"
                            .formatted(absolute));
        }
        return absolute;
    }
}
