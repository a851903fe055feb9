package io.podferry.agent.migration;

import io.podferry.agent.transfer.PreCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the steps of the source need from the node. Thread-safe. */
public interface SourceNode {
    Heart heart();

    /** Why the pod cannot be dumped, each with a remedy; empty when it can. Touches nothing. */
    List<String> obstacles(String podUid) throws IOException;

    /**
     * Connects to the target and shows it the ticket.
     *
     * @throws StepFailure when the target refuses
     */
    Shipment openShipment(MigrationOrder order, Path attempt) throws IOException, StepFailure;

    /**
     * Ships memory of the pod while it still runs, as far as there is time for it.
     *
     * @return bytes of memory shipped
     * @throws IOException when the shipment cannot succeed any more
     */
    long copyAhead(MigrationOrder order, Shipment shipment, PreCopy.Patience patience)
            throws IOException, InterruptedException;

    /**
     * Starts the dumps of all containers; their pages go into the shipment.
     *
     * @param attempt folder of this migration's dumps
     */
    PodDump startDump(MigrationOrder order, Path attempt, Shipment shipment) throws IOException;

    /** The dumps started in the folder, by this process or an earlier one. */
    PodDump findDump(MigrationOrder order, Path attempt) throws IOException;

    /**
     * Before the promise: as long as the decision is open nobody may start the pod afresh here,
     * even if its frozen containers are killed by others.
     */
    void departing(MigrationOrder order) throws IOException;

    /** The move was given up: whoever looks after the pod may start it again. */
    void staying(MigrationOrder order) throws IOException;

    /**
     * Waits until whoever looks after the pod knows that it goes, so that its death is no surprise;
     * the fence is enough to keep it from coming back.
     */
    void awaitDismissal(MigrationOrder order) throws IOException, InterruptedException;

    /** From now on the incarnation can never be started here again. */
    void fence(String podUid) throws IOException;

    /**
     * Proves that nothing of the pod executes any more.
     *
     * @throws StepFailure naming what still lives of the pod
     */
    void requireGone(String podUid) throws IOException, StepFailure;

    /** Removes what is left of a pod that was killed by its migration. */
    void removeDeparted(String podUid) throws IOException;
}
