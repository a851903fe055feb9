package io.podferry.simulations.workload;

import io.podferry.simulations.trace.PodTrace;
import java.util.Arrays;

/** How much memory pods may want together. */
final class Demand {
    private Demand() {}

    static double sumOfPeaks(PodTrace[] traces, long[] arrivals) {
        Integer[] byStart = new Integer[traces.length];
        Integer[] byEnd = new Integer[traces.length];
        Arrays.setAll(byStart, i -> i);
        Arrays.setAll(byEnd, i -> i);
        Arrays.sort(byStart, (a, b) -> Long.compare(arrivals[a], arrivals[b]));
        Arrays.sort(
                byEnd,
                (a, b) ->
                        Long.compare(
                                arrivals[a] + traces[a].durationMillis(),
                                arrivals[b] + traces[b].durationMillis()));
        double present = 0;
        double most = 0;
        int gone = 0;
        for (int pod : byStart) {
            while (gone < byEnd.length
                    && arrivals[byEnd[gone]] + traces[byEnd[gone]].durationMillis()
                            <= arrivals[pod]) {
                present -= traces[byEnd[gone]].peakBytes();
                gone++;
            }
            present += traces[pod].peakBytes();
            most = Math.max(most, present);
        }
        return most;
    }
}
