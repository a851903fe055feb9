package io.podferry.policy.plan.published;

/**
 * What the 2022 controller does wrong; each can be mended alone.
 *
 * @param missingSlopeShrinks a pod without a known slope counts as shrinking by 1 GB/min
 * @param ignoresArrivals pods on their way to a node do not count there, nor does its own growth
 * @param fullNodeStopsRound one node that nobody can help ends the round for all
 */
public record ElcheadDefects(
        boolean missingSlopeShrinks, boolean ignoresArrivals, boolean fullNodeStopsRound) {
    /** As it was published. */
    public static final ElcheadDefects AS_PUBLISHED = new ElcheadDefects(true, true, true);

    /** All mended. */
    public static final ElcheadDefects MENDED = new ElcheadDefects(false, false, false);
}
