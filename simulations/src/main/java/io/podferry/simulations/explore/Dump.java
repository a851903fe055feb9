package io.podferry.simulations.explore;

/**
 * The frozen source between dump and vote, with its dead-man's timer. Lives with the node, not with
 * the agent. Not thread-safe.
 */
final class Dump {
    /** Who has decided, and what; the first one stands. */
    enum Decision {
        NONE,
        PROMISED,
        THAW,
        KILL
    }

    final Copy source;
    Decision decision = Decision.NONE;
    boolean complete;
    long lastBeat;

    Dump(Copy source, long now) {
        this.source = source;
        this.lastBeat = now;
    }

    boolean awaitsVote() {
        return complete
                && source.state() == Copy.State.FROZEN
                && (decision == Decision.NONE || decision == Decision.PROMISED);
    }

    /** False when the timer was faster. */
    boolean promise() {
        if (decision == Decision.NONE) {
            decision = Decision.PROMISED;
        }
        return decision == Decision.PROMISED;
    }

    /** False when the opposite was decided before. */
    boolean vote(boolean kill, long now) {
        Decision wanted = kill ? Decision.KILL : Decision.THAW;
        Decision opposite = kill ? Decision.THAW : Decision.KILL;
        if (decision == opposite) {
            return false;
        }
        decision = wanted;
        if (!kill) {
            thaw(now);
        }
        return true;
    }

    void thaw(long now) {
        if (source.state() == Copy.State.FROZEN) {
            source.become(Copy.State.RUNNING, now);
        }
    }
}
