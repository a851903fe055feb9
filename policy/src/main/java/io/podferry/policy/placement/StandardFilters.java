package io.podferry.policy.placement;

import io.podferry.policy.units.DataSize;
import java.util.List;
import java.util.Optional;

/** The hard conditions that every placement obeys. */
public final class StandardFilters {
    private static final double SPARE_SHARE = 0.03;

    private StandardFilters() {}

    public static List<PlacementFilter> all() {
        return List.of(
                StandardFilters::schedulable,
                StandardFilters::elsewhere,
                StandardFilters::known,
                StandardFilters::fits);
    }

    /** Not cordoned, and its agent answers. */
    static Optional<String> schedulable(PlacementPod pod, NodeOutlook node) {
        return when(!node.node().schedulable(), "node takes no new pods");
    }

    /** Not where it is. */
    static Optional<String> elsewhere(PlacementPod pod, NodeOutlook node) {
        return when(pod.current().filter(node.node().name()::equals).isPresent(), "runs there now");
    }

    /** Its memory is known: an unknown node is not an empty one. */
    static Optional<String> known(PlacementPod pod, NodeOutlook node) {
        return when(node.risk().stale(), "memory of the node is unknown");
    }

    /** The pod fits as it is now, beside what was promised to others, with a little to spare. */
    public static Optional<String> fits(PlacementPod pod, NodeOutlook node) {
        return when(room(node).compareTo(pod.memory()) < 0, "not enough free memory");
    }

    /** What may come to the node: what is neither used nor promised, less a little to spare. */
    public static DataSize room(NodeOutlook node) {
        double spare = SPARE_SHARE * node.node().usable().bytes();
        return node.free().minusOrZero(new DataSize(Math.round(spare)));
    }

    private static Optional<String> when(boolean condition, String reason) {
        return condition ? Optional.of(reason) : Optional.empty();
    }
}
