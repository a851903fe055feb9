package io.podferry.extender.advice;

import io.podferry.extender.protocol.Rejection;

/**
 * The words that users read in a pod's event. The same words for the same reason on every node:
 * kube-scheduler counts equal reasons and lists different ones.
 */
final class Reasons {
    static final Rejection ENDANGERED =
            new Rejection("podferry: the node is about to run out of memory", true);
    static final Rejection NO_HEADROOM = new Rejection("podferry: not enough free memory", true);
    static final Rejection OTHER_NODE_HELD =
            new Rejection("podferry: another node is held for this clone", false);
    static final Rejection NO_MIGRATION =
            new Rejection("podferry: the clone waits until its migration has a place", false);

    private Reasons() {}

    static Rejection heldElsewhere(Hold hold) {
        if (hold.target().isEmpty()) {
            return NO_MIGRATION;
        }
        return new Rejection(
                "podferry: the clone of %s waits for node %s"
                        .formatted(hold.sourceName(), hold.target()),
                false);
    }

    static Rejection noSource(String source) {
        return new Rejection(
                "podferry: %s, which this clone continues, does not run".formatted(source), false);
    }

    static Rejection noPicture(String trouble) {
        return new Rejection("podferry: clones wait, as " + trouble, false);
    }

    /** An objection of the placement, in the event's words. */
    static Rejection objection(String reason) {
        return reason.equals("not enough free memory")
                ? NO_HEADROOM
                : new Rejection("podferry: " + reason, false);
    }
}
