package io.podferry.simulations.explore;

import org.jspecify.annotations.Nullable;

/** A clone that is rebuilt and held before its first instruction. Not thread-safe. */
final class Held {
    /** Where it stands. */
    enum State {
        BUILDING,
        HELD,
        RELEASED,
        REMOVED
    }

    final long count;
    State state = State.BUILDING;
    long lastBeat;
    @Nullable Copy copy;

    Held(long count, long now) {
        this.count = count;
        this.lastBeat = now;
    }

    boolean lost() {
        return state == State.REMOVED;
    }
}
