package io.podferry.simulations.judge;

import io.podferry.policy.units.DataSize;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How many nodes and copies of the traces meet a wish.
 *
 * @param nodes number of nodes
 * @param copies number of copies; a fraction where the number of nodes was given
 */
public record Scaling(int nodes, double copies) {
    private static final int USUAL_NODES = 16;
    private static final int LEAST_NODES = 3;
    private static final int MOST_COPIES = 24;
    private static final double CLOSE = 0.03;

    /**
     * Without a ratio the traces are played once. With a ratio and no number of nodes, the number
     * follows from it, and the traces are repeated until it is met within 3 %. With both, a part or
     * a multiple of the traces is played.
     */
    public static Scaling of(
            double sumOfPeaks, DataSize nodeMemory, OptionalInt nodes, OptionalDouble ratio) {
        if (ratio.isEmpty()) {
            return new Scaling(nodes.orElse(USUAL_NODES), 1);
        }
        double wanted = ratio.getAsDouble();
        if (!(wanted > 0 && wanted <= 100)) {
            throw new IllegalArgumentException(
                    "the demand ratio must be above 0 and at most 100, not " + wanted);
        }
        double memory = nodeMemory.bytes();
        if (nodes.isPresent()) {
            return new Scaling(nodes.getAsInt(), wanted * nodes.getAsInt() * memory / sumOfPeaks);
        }
        Scaling best = new Scaling(LEAST_NODES, 1);
        double bestError = Double.POSITIVE_INFINITY;
        for (int copies = 1; copies <= MOST_COPIES && bestError > CLOSE; copies++) {
            double exact = copies * sumOfPeaks / (wanted * memory);
            int rounded = (int) Math.max(LEAST_NODES, Math.round(exact));
            double error = Math.abs(exact / rounded - 1);
            if (error < bestError) {
                best = new Scaling(rounded, copies);
                bestError = error;
            }
        }
        return best;
    }
}
