package io.podferry.extender.pods;

/** A move cannot be done as the pod objects are; asking again would say the same. */
public final class MoveRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, with the value, and what to do
     */
    public MoveRefused(String message) {
        super(message);
    }
}
