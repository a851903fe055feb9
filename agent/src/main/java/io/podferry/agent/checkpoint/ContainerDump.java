package io.podferry.agent.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The dump of one container, in a folder of its own. The object holds no state: any number of them,
 * in any number of agent processes one after another, see the same dump. I/O errors come as {@link
 * java.io.UncheckedIOException}.
 */
public interface ContainerDump {
    /** Folder with the images; complete when the state is {@link DumpState.AwaitingVote}. */
    Path images();

    DumpState poll();

    /** Keeps the dead-man's timer (15 s) from thawing the container. Call every second or so. */
    void heartbeat();

    /**
     * From now on only a vote ends the freeze.
     *
     * @return false when the dead-man's timer was faster, so that the container runs on
     */
    boolean promise();

    /**
     * Idempotent; the first vote stands.
     *
     * @param commit true: die; false: run on, also when the dump is not complete yet
     * @return false when the opposite was decided before
     */
    boolean vote(boolean commit);

    /**
     * Ends by hand what a killed CRIU, runc or script cannot end any more, as it was voted.
     *
     * @return what had to be done, empty when there was nothing to do
     */
    Optional<String> repair();
}
