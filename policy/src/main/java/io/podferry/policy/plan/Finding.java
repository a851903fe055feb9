package io.podferry.policy.plan;

/** What a decision came to. */
public enum Finding {
    /** A move is wanted now. */
    MOVE,
    /** There is a way out and it can still wait. */
    WAIT,
    /** No node has room for any pod: capacity is needed. */
    NO_ROOM,
    /** Exhaustion comes before any move could be through. */
    NO_TIME_LEFT,
    /** Every move costs more than it saves. */
    NOT_WORTH_IT,
    /** No pod of the node can be moved. */
    NOTHING_MOVABLE,
    /** A move is under way, or a limit forbids another one. */
    HELD_BACK,
    /** A pod is about to meet its own memory limit, which no move can heal. */
    CONTAINER_LIMIT,
    /** The samples are too old to act on. */
    UNKNOWN
}
