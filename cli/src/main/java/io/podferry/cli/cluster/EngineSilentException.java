package io.podferry.cli.cluster;

/** The engine could not be asked, which proves nothing about what it did. */
public final class EngineSilentException extends ClusterException {
    private static final long serialVersionUID = 1L;

    EngineSilentException(String message, Throwable cause) {
        super(message, cause);
    }
}
