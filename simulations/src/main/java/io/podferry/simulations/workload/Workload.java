package io.podferry.simulations.workload;

import io.podferry.simulations.trace.PodTrace;

/**
 * The pods of one run, ordered by arrival. The arrays are not to be changed.
 *
 * @param traces what each pod does
 * @param arrivals when it comes, milliseconds since the start of the run
 * @param requests memory its owner asked the scheduler for, bytes
 * @param endMillis when the last pod would end if nothing ever stood in its way
 */
@SuppressWarnings("ArrayRecordComponent")
public record Workload(PodTrace[] traces, long[] arrivals, double[] requests, long endMillis) {
    public int size() {
        return traces.length;
    }

    /** Largest sum, over time, of the peaks of the pods that are there at the same time; bytes. */
    public double sumOfPeaks() {
        return Demand.sumOfPeaks(traces, arrivals);
    }
}
