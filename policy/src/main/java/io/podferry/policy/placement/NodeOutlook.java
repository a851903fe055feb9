package io.podferry.policy.placement;

import io.podferry.policy.cluster.NodeSnapshot;
import io.podferry.policy.risk.NodeRisk;
import io.podferry.policy.units.DataSize;

/**
 * A node as the placement sees it.
 *
 * @param risk its forecast, in which the arrivals of moves under way are counted
 * @param reserved memory promised to pods that have not arrived
 */
public record NodeOutlook(NodeSnapshot node, NodeRisk risk, DataSize reserved) {
    /** Memory that is neither used nor promised. */
    public DataSize free() {
        return node.headroom().minusOrZero(reserved);
    }
}
