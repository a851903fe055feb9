package io.podferry.policy.plan;

/** What the default policy may do about a node in danger, mildest first. */
public enum Rung {
    /** Lets no new pod onto the node while it is in danger. */
    HOLD,
    /** Raises the limit of a pod that is about to meet it, where the node has room. */
    RESIZE,
    /** Moves pods. */
    MIGRATE,
    /** Stops the pod that grows fastest while there is no time for a move. */
    FREEZE,
    /** Ends the pod with the least work when neither time nor room is left. */
    EVICT;

    /** As it is written in a policy file. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
