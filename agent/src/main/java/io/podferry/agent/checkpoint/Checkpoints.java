package io.podferry.agent.checkpoint;

import io.podferry.agent.runtime.PodRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Starts dumps and held restores of the pods of one node, or finds them again. Thread-safe. */
public final class Checkpoints {
    public Checkpoints(PodRuntime runtime) {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts a dump. The folder must not have held a dump before.
     *
     * @param attempt folder of this dump alone, 0700; images go to {@code attempt/images}
     * @param pageServer loopback address that takes the pages, null: pages are written to {@code attempt/images}
     * @throws IOException when the container does not run, or the folder was used
     */
    public ContainerDump startDump(
            String uid, String container, Path attempt, @Nullable InetSocketAddress pageServer)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The dump that was started in this folder, by this agent process or an earlier one. */
    public ContainerDump findDump(String uid, String container, Path attempt) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /** The restore that was started in this folder, by this agent process or an earlier one. */
    public HeldRestore findRestore(String uid, String container, Path attempt) {
        throw new UnsupportedOperationException();
    }
}
