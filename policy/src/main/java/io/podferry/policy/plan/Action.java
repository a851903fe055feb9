package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.units.DataSize;
import java.time.Duration;

/**
 * Something that a policy wants done about a node in danger. {@link PlannedMove} is the usual one;
 * the others are the rungs of the ladder above and below it, and what other published systems do
 * instead of moving.
 */
public sealed interface Action
        permits PlannedMove, Action.Evict, Action.Resize, Action.Freeze, Action.Hold {
    /** The node in danger. */
    NodeName source();

    /** One sentence for people. */
    String reason();

    /** What is to be done, in words. */
    default String deed() {
        return switch (this) {
            case PlannedMove move ->
                    "moving %s (%s) to %s".formatted(move.podName(), move.size(), move.target());
            case Evict evict -> "evicting %s (%s)".formatted(evict.podName(), evict.memory());
            case Resize resize ->
                    "changing the limit of %s from %s to %s"
                            .formatted(resize.podName(), resize.limit(), resize.newLimit());
            case Freeze freeze ->
                    "freezing %s for at most %s"
                            .formatted(freeze.podName(), DecisionText.seconds(freeze.atMost()));
            case Hold hold ->
                    "keeping new pods off %s for %s"
                            .formatted(hold.source(), DecisionText.seconds(hold.atMost()));
        };
    }

    /**
     * Ends a pod so that its owner starts it anew somewhere else; its work since the start is lost.
     *
     * @param memory memory that this frees
     */
    record Evict(PodUid podUid, String podName, NodeName source, DataSize memory, String reason)
            implements Action {}

    /**
     * Raises (or lowers) the memory limit of a running pod in place: the only remedy for a pod that
     * meets its own limit on a node with room.
     */
    record Resize(
            PodUid podUid,
            String podName,
            NodeName source,
            DataSize limit,
            DataSize newLimit,
            String reason)
            implements Action {}

    /** Stops a growing pod for at most this time, so that another action can finish. */
    record Freeze(PodUid podUid, String podName, NodeName source, Duration atMost, String reason)
            implements Action {}

    /** Lets no new pod onto the node for this time. */
    record Hold(NodeName source, Duration atMost, String reason) implements Action {}
}
