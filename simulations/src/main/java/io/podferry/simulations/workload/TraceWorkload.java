package io.podferry.simulations.workload;

import io.podferry.simulations.trace.PodTrace;
import io.podferry.simulations.trace.TraceSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws runs from traces: every pod arrives as recorded, give or take a few minutes, in one or more
 * copies. Times without any pod are left out. A pod requests what half of its class need on
 * average, as a user who knows the program, but not this run, would. Immutable.
 */
public final class TraceWorkload {
    private static final long MOST_JITTER = 600_000;
    private static final long LONGEST_IDLE = 1_800_000;

    private final List<PodTrace> traces;
    private final long[] starts;
    private final Map<String, Double> requests;
    private final long span;

    public TraceWorkload(TraceSet set) {
        this.traces =
                set.pods().stream()
                        .sorted(Comparator.comparingLong(PodTrace::startMillis))
                        .toList();
        this.starts = withoutIdleTime(traces);
        this.requests = requests(traces);
        long end = 0;
        for (int i = 0; i < starts.length; i++) {
            end = Math.max(end, starts[i] + traces.get(i).durationMillis());
        }
        this.span = end;
    }

    private static long[] withoutIdleTime(List<PodTrace> traces) {
        long[] starts = new long[traces.size()];
        long cut = 0;
        long busyUntil = 0;
        for (int i = 0; i < starts.length; i++) {
            PodTrace trace = traces.get(i);
            long idle = trace.startMillis() - cut - busyUntil;
            if (idle > LONGEST_IDLE) {
                cut += idle;
            }
            starts[i] = trace.startMillis() - cut;
            busyUntil = Math.max(busyUntil, starts[i] + trace.durationMillis());
        }
        return starts;
    }

    private static Map<String, Double> requests(List<PodTrace> traces) {
        Map<String, List<Double>> means = new HashMap<>();
        for (PodTrace trace : traces) {
            means.computeIfAbsent(trace.workloadClass(), _ -> new ArrayList<>())
                    .add(trace.meanBytes());
        }
        Map<String, Double> medians = new HashMap<>();
        means.forEach((name, values) -> {
            values.sort(Double::compare);
            medians.put(name, values.get(values.size() / 2));
        });
        return medians;
    }

    /** Number of pods. */
    public int pods() {
        return traces.size();
    }

    /** Number of pods that request more than a node has: they would wait for ever. */
    public int tooLarge(double nodeBytes) {
        return (int) traces.stream().filter(one -> request(one) > nodeBytes).count();
    }

    private double request(PodTrace trace) {
        return requests.getOrDefault(trace.workloadClass(), trace.meanBytes());
    }

    /** Time from the first arrival to the last end, as recorded, milliseconds. */
    public long spanMillis() {
        return span;
    }

    /** Largest sum of the peaks of pods that are there together, as recorded, bytes. */
    public double sumOfPeaks() {
        return Demand.sumOfPeaks(traces.toArray(PodTrace[]::new), starts);
    }

    /**
     * The run of a seed.
     *
     * @param share number of copies; a fraction takes that part of the pods, by chance
     */
    public Workload draw(long seed, double share) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
        long jitter = Math.min(MOST_JITTER, span / 20);
        List<PodTrace> chosen = new ArrayList<>();
        List<Long> arrivals = new ArrayList<>();
        for (double left = share; left > 1e-9; left -= 1) {
            for (int i = 0; i < traces.size(); i++) {
                boolean taken = left >= 1 || random.nextDouble() < left;
                long shift = jitter == 0 ? 0 : random.nextLong(-jitter, jitter + 1);
                if (taken) {
                    long early = Math.min(60_000, jitter);
                    long start = starts[i] + shift;
                    chosen.add(traces.get(i));
                    arrivals.add(start > 0 ? start : Math.floorMod(start, early + 1));
                }
            }
        }
        return order(chosen, arrivals);
    }

    private Workload order(List<PodTrace> chosen, List<Long> arrivals) {
        int size = chosen.size();
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(arrivals::get));
        PodTrace[] pods = new PodTrace[size];
        long[] times = new long[size];
        double[] asked = new double[size];
        long end = 0;
        for (int i = 0; i < size; i++) {
            pods[i] = chosen.get(order[i]);
            times[i] = arrivals.get(order[i]);
            asked[i] = request(pods[i]);
            end = Math.max(end, times[i] + pods[i].durationMillis());
        }
        return new Workload(pods, times, asked, end);
    }
}
