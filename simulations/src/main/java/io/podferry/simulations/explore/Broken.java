package io.podferry.simulations.explore;

/** An invariant does not hold. */
final class Broken extends Error {
    private static final long serialVersionUID = 1L;

    Broken(String invariant) {
        super(invariant, null, false, false);
    }
}
