package io.podferry.policy.plan;

import io.podferry.policy.risk.NodeFuture;
import java.util.List;

/**
 * Moves from one node, one after the other, as far as they pay. Only the first one is begun; the
 * rest is planned anew when it is through.
 *
 * @param steps in order; empty when nothing pays
 * @param riskAfter discounted risk of the source with these moves, failed ones included
 * @param price effort and risk at the targets of all steps
 * @param future the source's futures with these moves
 * @param endSeconds when the last move is through, from now
 */
record Evacuation(
        List<Candidate> steps,
        double riskAfter,
        double price,
        NodeFuture future,
        double endSeconds) {
    /** Expected kills, and effort in the same unit. */
    double cost() {
        return riskAfter + price;
    }
}
