package io.podferry.agent.transfer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The right to ship one pod's images to one target, once. Both agents have it from the engine; the
 * source shows it inside the encrypted connection.
 *
 * @param migration id
 * @param epoch of the engine process that gave it
 * @param podUid source incarnation
 * @param cloneUid incarnation to be
 * @param source node that may use it; its certificate must say so
 * @param target node it is for
 * @param expiresAtEpochMillis when it ends
 * @param secret known to the two agents and the engine only
 */
public record Ticket(
        String migration,
        long epoch,
        String podUid,
        String cloneUid,
        String source,
        String target,
        long expiresAtEpochMillis,
        String secret) {

    /**
     * Whether the other ticket gives the same right; takes the same time whatever differs in the
     * secret.
     */
    boolean sameRight(Ticket other) {
        boolean sameSecret =
                MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8),
                        other.secret.getBytes(StandardCharsets.UTF_8));
        return sameSecret
                && migration.equals(other.migration)
                && epoch == other.epoch
                && podUid.equals(other.podUid)
                && cloneUid.equals(other.cloneUid)
                && source.equals(other.source)
                && target.equals(other.target);
    }

    @Override
    public String toString() {
        return "Ticket[%s, epoch=%d, pod=%s, %s -> %s]"
                .formatted(migration, epoch, podUid, source, target);
    }
}
