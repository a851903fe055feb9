package io.podferry.extender.protocol;

/** A request that cannot be understood; the message says what was wrong and what to do. */
public final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    public BadRequest(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    public String explanation() {
        return explanation;
    }
}
