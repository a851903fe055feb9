package io.podferry.simulations.explore;

/** A step that fails, with its reason. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
        super(reason, null, false, false);
    }
}
