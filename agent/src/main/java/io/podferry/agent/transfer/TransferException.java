package io.podferry.agent.transfer;

import java.io.IOException;

/**
 * A shipment that cannot succeed; the message says what was wrong, with the value, and what to do.
 */
public final class TransferException extends IOException {
    private static final long serialVersionUID = 1L;

    public TransferException(String message) {
        super(message);
    }

    public TransferException(String message, Throwable cause) {
        super(message, cause);
    }
}
