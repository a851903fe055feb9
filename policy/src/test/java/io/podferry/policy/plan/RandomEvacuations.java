package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.forecast.TimeGrid;
import io.podferry.policy.risk.NodeFuture;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Endangered nodes with a few pods and targets; the same seed makes the same one. */
record RandomEvacuations(NodeFuture source, List<Departure> departures) {
    static final double PAUSE_SECONDS = 1;
    private static final double GIB = 1L << 30;

    static RandomEvacuations of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TimeGrid grid = TimeGrid.upTo(Duration.ofSeconds(300));
        int pods = 2 + random.nextInt(4);
        int targets = 1 + random.nextInt(3);
        double[][] usage = new double[NodeFuture.paths()][grid.size()];
        List<Departure> departures = new ArrayList<>();
        double total = 0;
        for (int pod = 0; pod < pods; pod++) {
            double size = GIB * (1 + 20 * random.nextDouble());
            double slope = random.nextInt(2) == 0 ? size * random.nextDouble() / 60 : 0;
            double[][] paths = paths(random, grid, size, slope);
            add(usage, paths);
            total += size;
            departures.add(new Departure(paths, ways(random, pod, targets, size)));
        }
        double usable = total * (1.01 + 0.25 * random.nextDouble());
        return new RandomEvacuations(NodeFuture.of(grid, usable, usage), departures);
    }

    private static double[][] paths(
            SplittableRandom random, TimeGrid grid, double size, double slope) {
        double[][] paths = new double[NodeFuture.paths()][grid.size()];
        for (double[] path : paths) {
            double mine = slope * (0.5 + random.nextDouble());
            for (int t = 0; t < path.length; t++) {
                path[t] = size + mine * grid.seconds(t);
            }
        }
        return paths;
    }

    private static void add(double[][] usage, double[][] paths) {
        for (int i = 0; i < usage.length; i++) {
            for (int t = 0; t < usage[i].length; t++) {
                usage[i][t] += paths[i][t];
            }
        }
    }

    private static List<Candidate> ways(
            SplittableRandom random, int pod, int targets, double size) {
        List<Candidate> ways = new ArrayList<>();
        Duration duration = Duration.ofMillis(Math.round(500 + 1500 * size / GIB));
        for (int target = 0; target < targets; target++) {
            double risk = random.nextInt(2) == 0 ? 0 : 0.2 * random.nextDouble();
            double effort = 0.01 + 0.0005 * duration.toSeconds() + 0.0005 * size / GIB;
            DataSize room = new DataSize(Math.round(size * (1 + 2 * random.nextDouble())));
            ways.add(
                    new Candidate(
                            new PodUid("pod-" + pod),
                            "pod-" + pod,
                            new NodeName("target-" + target),
                            new DataSize(Math.round(size)),
                            duration,
                            duration,
                            0,
                            0,
                            risk,
                            effort,
                            room));
        }
        return ways;
    }

    /** Cost of the best of all sequences of pods and targets. */
    double exactCost() {
        return exact(source, List.of(), 0, 0);
    }

    private double exact(NodeFuture future, List<Candidate> steps, double price, double at) {
        double best = future.discountedRisk() + price;
        for (Departure departure : departures) {
            if (steps.stream().anyMatch(s -> s.podUid().equals(first(departure).podUid()))) {
                continue;
            }
            for (Candidate way : departure.ways()) {
                if (price + way.price() >= best || !fits(way, steps)) {
                    continue;
                }
                double end = at + way.duration().toMillis() / 1e3;
                NodeFuture then = future.copy();
                then.leave(departure.paths(), at, end);
                List<Candidate> longer = new ArrayList<>(steps);
                longer.add(way);
                best =
                        Math.min(
                                best,
                                exact(then, longer, price + way.price(), end + PAUSE_SECONDS));
            }
        }
        return best;
    }

    private static Candidate first(Departure departure) {
        return departure.ways().getFirst();
    }

    private static boolean fits(Candidate way, List<Candidate> steps) {
        double sent =
                steps.stream()
                        .filter(step -> step.target().equals(way.target()))
                        .mapToDouble(step -> step.size().bytes())
                        .sum();
        return sent + way.size().bytes() <= way.room().bytes();
    }
}
