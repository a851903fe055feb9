package io.podferry.simulations.explore;

/** A process stops in the middle of what it does. An error, so that no handler outlives it. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String point) {
        super(point, null, false, false);
    }
}
