package io.podferry.agent.migration;

import java.io.IOException;
import java.nio.file.Path;

/** What the steps of the target need from the node. Thread-safe. */
public interface TargetNode {
    Heart heart();

    /**
     * Checks whether the clone would fit.
     *
     * @throws StepFailure when memory or disk are too small for the pod, or programs are missing
     *     here
     */
    void requireRoom(MigrationOrder order) throws IOException, StepFailure;

    /** Keeps memory for the clone; idempotent. */
    void reserve(MigrationOrder order) throws IOException, StepFailure;

    /** Makes the clone's pod with everything but processes; idempotent. */
    void createSandbox(MigrationOrder order) throws IOException, StepFailure;

    /** From now on the holder of the order's ticket may ship images, once. */
    void expectImages(MigrationOrder order) throws IOException;

    /**
     * Whether the clone is where it must be before its source may be frozen. Asked again until it
     * is.
     *
     * @throws StepFailure when it will never be
     */
    boolean arrived(MigrationOrder order) throws IOException, StepFailure;

    /**
     * Root hash of the checkpoint that arrived completely; verified again when another process of
     * this agent received it.
     *
     * @throws StepFailure when it never arrived completely
     */
    String receivedRootHash(MigrationOrder order) throws IOException, StepFailure;

    /**
     * Reads the images again.
     *
     * @throws StepFailure when they are not what the hash names
     */
    void verifyImages(MigrationOrder order, String rootHash) throws IOException, StepFailure;

    /**
     * Starts the held restores of all containers.
     *
     * @param attempt folder of this try
     */
    PodRestore startRestore(MigrationOrder order, Path attempt) throws IOException, StepFailure;

    /** The restores started in the folder, by this process or an earlier one. */
    PodRestore findRestore(MigrationOrder order, Path attempt);

    /** The clone executes: it counts as a pod now, no longer as a reservation. */
    void cloneRuns(MigrationOrder order) throws IOException;

    /** Kills and removes a clone that must not run. */
    void removeClone(MigrationOrder order) throws IOException;

    /** Removes the images, the reservation and the ticket. */
    void forget(MigrationOrder order) throws IOException;
}
