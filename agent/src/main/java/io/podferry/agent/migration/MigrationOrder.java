package io.podferry.agent.migration;

import io.podferry.agent.runtime.ContainerSpec;
import io.podferry.agent.runtime.PodSpec;
import io.podferry.agent.transfer.Ticket;
import io.podferry.policy.migration.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All an agent needs to know for its part of one migration. Comes from the engine, never out of a
 * checkpoint.
 *
 * @param id of the migration
 * @param epoch of the engine process that asks; an agent refuses epochs older than the newest it
 *     has seen
 * @param podUid source incarnation
 * @param cloneUid incarnation to be
 * @param cloneName name of the clone
 * @param source node name
 * @param target node name
 * @param targetHost address of the target's agent
 * @param targetTransferPort port on which it receives images
 * @param sizeBytes memory of the pod when the move was planned
 * @param workStartedAtEpochMillis when the pod's work began; the clone continues it
 * @param secret one-use secret of the transfer ticket
 * @param expiresAtEpochMillis when the ticket ends
 * @param spec what the clone is to be
 * @param podObject the pod object that is to be the clone; null in a local cluster, and before
 *     there is one
 */
public record MigrationOrder(
        String id,
        long epoch,
        String podUid,
        String cloneUid,
        String cloneName,
        String source,
        String target,
        String targetHost,
        int targetTransferPort,
        long sizeBytes,
        long workStartedAtEpochMillis,
        String secret,
        long expiresAtEpochMillis,
        PodSpec spec,
        @Nullable KubernetesClone podObject) {

    /** Refuses an order that is another node's. */
    public void requireFor(Step step, String node) {
        String meant =
                switch (step.side()) {
                    case SOURCE -> source;
                    case TARGET -> target;
                };
        if (!meant.equals(node)) {
            throw new IllegalArgumentException(
                    "%s of migration %s is for '%s', but this is '%s'"
                            .formatted(step, id, meant, node));
        }
    }

    /** The right to ship that both sides must have. */
    public Ticket ticket() {
        return new Ticket(
                id, epoch, podUid, cloneUid, source, target, expiresAtEpochMillis, secret);
    }

    /** Names of the pod's containers, in the order of the specification. */
    public List<String> containers() {
        return spec.containers().stream().map(ContainerSpec::name).toList();
    }

    @Override
    public String toString() {
        return "MigrationOrder[id=%s, epoch=%d, pod=%s, clone=%s, %s -> %s]"
                .formatted(id, epoch, podUid, cloneUid, source, target);
    }
}
