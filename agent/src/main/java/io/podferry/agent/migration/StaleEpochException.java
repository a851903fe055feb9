package io.podferry.agent.migration;

/** An engine process asks that was replaced by a newer one. */
public final class StaleEpochException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleEpochException(String migration, long asked, long newest) {
        super(
                "migration %s: epoch %d is over, epoch %d acts now. Stop the older engine process."
                        .formatted(migration, asked, newest));
    }
}
