package io.podferry.cli.cluster;

/**
 * Something could not be done. The message says what was wrong and what to do; there is no need for
 * a stack trace.
 */
public class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
