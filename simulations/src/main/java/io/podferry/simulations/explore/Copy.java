package io.podferry.simulations.explore;

/** One incarnation of the pod: its processes and how far they have counted. Not thread-safe. */
final class Copy {
    /** What its processes do. */
    enum State {
        RUNNING,
        FROZEN,
        DEAD
    }

    final String name;
    final String node;
    private State state;
    private long counted;
    private long since;

    Copy(String name, String node, long counted, State state, long now) {
        this.name = name;
        this.node = node;
        this.counted = counted;
        this.state = state;
        this.since = now;
    }

    State state() {
        return state;
    }

    boolean executes() {
        return state == State.RUNNING;
    }

    /** The number it would answer now. */
    long count(long now) {
        return state == State.RUNNING ? counted + now - since : counted;
    }

    void become(State next, long now) {
        counted = count(now);
        since = now;
        state = next;
    }
}
