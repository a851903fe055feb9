package io.podferry.agent.migration;

/** A step that cannot succeed: the message says what was wrong, with the value, and what to do. */
public final class StepFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StepFailure(String message) {
        super(message);
    }

    public StepFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
