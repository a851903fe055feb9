package io.podferry.policy.plan.published;

/** What a published system does with the pods it selected. */
enum Remedy {
    /** Moves them with their memory. */
    MOVE,
    /** Ends them, so that they are started anew elsewhere. */
    EVICT,
    /** Ends them only when a node has room for them. */
    EVICT_WITH_RESERVATION
}
