package io.podferry.simulations.workload;

import io.podferry.simulations.trace.PodTrace;
import io.podferry.simulations.trace.TraceSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes traces of kinds of programs, fitted to what is published about them: batch workers with
 * peaks of up to 278 GiB whose memory changes by 5.8 GiB a minute at the 99th percentile, by 52.7
 * GiB at most, and never faster than 1.5 GiB/s.
 */
public final class Generators {
    /** The kinds. */
    public static final List<String> NAMES = List.of("solvers", "services", "leaks", "mixed");

    private static final double GIB = 1L << 30;
    private static final double FASTEST = 0.85 * GIB;
    private static final double LARGEST = 278 * GIB;
    private static final int STEP = 10;

    private Generators() {}

    /**
     * A set of one kind.
     *
     * @param hours length of the window in which pods arrive
     * @throws IllegalArgumentException when there is no such kind
     */
    public static TraceSet make(String kind, int pods, double hours, long seed) {
        if (!NAMES.contains(kind)) {
            throw new IllegalArgumentException(
                    "unknown workload '%s'. Known are: %s, recorded."
                            .formatted(kind, String.join(", ", NAMES)));
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<PodTrace> traces = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            long start =
                    random.nextDouble() < 0.1
                            ? 0
                            : random.nextLong(Math.max(1, Math.round(hours * 3.6e6)));
            traces.add(one(kind, i, start, hours, random.split()));
        }
        traces.sort(
                java.util.Comparator.comparingLong(PodTrace::startMillis)
                        .thenComparing(PodTrace::name));
        return new TraceSet(kind, STEP * 1000L, traces, List.of());
    }

    private static PodTrace one(
            String kind, int number, long start, double hours, SplittableRandom random) {
        return switch (kind) {
            case "solvers" -> solver(number, start, random);
            case "services" -> service(number, hours, random);
            case "leaks" -> leak(number, start, random);
            default ->
                    switch (random.nextInt(5)) {
                        case 0, 1 -> solver(number, start, random);
                        case 2 -> service(number, hours, random);
                        case 3 -> leak(number, start, random);
                        default -> collected(number, start, random);
                    };
        };
    }

    /** Loads, then climbs from plateau to plateau; sizes of a class lie around one scale. */
    private static PodTrace solver(int number, long start, SplittableRandom random) {
        int size = random.nextDouble() < 0.5 ? 0 : random.nextDouble() < 0.6 ? 1 : 2;
        double scale = new double[] {0.3, 2, 24}[size] * GIB;
        double peak = Math.min(LARGEST, scale * Math.exp(1.1 * gauss(random)));
        double minutes = Math.clamp(11 * Math.exp(0.9 * gauss(random)) * (1 + size), 2, 240);
        int points = (int) (minutes * 60 / STEP) + 2;
        double[] bytes = new double[points];
        double level = 0.01 * peak + 3e7;
        double goal = level;
        double speed = 0;
        for (int i = 0; i < points; i++) {
            if (Math.abs(level - goal) < 1 && random.nextDouble() < 0.05) {
                goal =
                        random.nextDouble() < 0.15
                                ? level * random.nextDouble(0.3, 0.95)
                                : Math.min(
                                        peak, level + (peak - level) * random.nextDouble(0.2, 0.9));
                double seconds = Math.exp(random.nextDouble(Math.log(20), Math.log(900)));
                speed = Math.min(FASTEST, Math.abs(goal - level) / seconds);
            }
            double step = Math.clamp(goal - level, -speed * STEP, speed * STEP);
            level += step;
            bytes[i] = level;
        }
        return trace("solver-" + "sml".charAt(size), number, start, bytes);
    }

    /** Follows the day, a little noisy; lives as long as the window. */
    private static PodTrace service(int number, double hours, SplittableRandom random) {
        double base = (0.1 + 0.5 * random.nextDouble()) * GIB;
        double swing = random.nextDouble(0.05, 0.4);
        double phase = random.nextDouble(2 * Math.PI);
        int points = (int) (hours * 3600 / STEP) + 2;
        double[] bytes = new double[points];
        double noise = 0;
        for (int i = 0; i < points; i++) {
            noise = 0.95 * noise + 0.004 * gauss(random);
            double day = Math.sin(phase + 2 * Math.PI * i * STEP / 86_400.0);
            bytes[i] = base * Math.max(0.3, 1 + swing * day + noise);
        }
        return trace("service-" + number % 4, number, 0, bytes);
    }

    /** Leaks slowly, and every third one runs away in the end. */
    private static PodTrace leak(int number, long start, SplittableRandom random) {
        double base = random.nextDouble(0.2, 2) * GIB;
        double rate = base * random.nextDouble(0.05, 1) / 3600;
        double doubling = random.nextDouble() < 0.33 ? random.nextDouble(120, 900) : 0;
        int points = (int) (random.nextDouble(0.5, 5) * 3600 / STEP) + 2;
        double[] bytes = new double[points];
        double level = base;
        for (int i = 0; i < points; i++) {
            bytes[i] = level;
            double growth = rate * STEP;
            boolean runs = doubling > 0 && i > points - 12 * doubling / STEP;
            if (runs) {
                growth = level * (Math.pow(2, STEP / doubling) - 1);
            }
            level = Math.min(LARGEST / 4, level + Math.min(growth, FASTEST * STEP));
        }
        return trace("leak-" + (doubling > 0 ? "runaway" : "slow"), number, start, bytes);
    }

    /** A garbage-collected heap: up and down between a growing live set and its limit. */
    private static PodTrace collected(int number, long start, SplittableRandom random) {
        double top = random.nextDouble(0.5, 8) * GIB;
        double live = 0.2 * top;
        double period = random.nextDouble(30, 600);
        int points = (int) (random.nextDouble(1, 6) * 3600 / STEP) + 2;
        double[] bytes = new double[points];
        double level = live;
        for (int i = 0; i < points; i++) {
            bytes[i] = level;
            level += (top - live) * STEP / period * random.nextDouble(0.7, 1.3);
            if (level > top) {
                live = Math.min(0.8 * top, live * random.nextDouble(0.98, 1.06));
                level = live;
            }
        }
        return trace("jvm", number, start, bytes);
    }

    private static PodTrace trace(String workloadClass, int number, long start, double[] bytes) {
        double[] seconds = new double[bytes.length];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = i * (double) STEP;
        }
        return PodTrace.of(workloadClass + "-" + number, workloadClass, start, seconds, bytes);
    }

    /** Standard normal by the polar method of Marsaglia. */
    private static double gauss(SplittableRandom random) {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * Math.sqrt(-2 * Math.log(square) / square);
            }
        }
    }
}
