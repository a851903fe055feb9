package io.podferry.simulations.world;

import io.podferry.policy.plan.MigrationPlan;
import io.podferry.policy.plan.PlannedMove;
import io.podferry.policy.plan.PlanningInput;
import io.podferry.policy.plan.Policy;
import io.podferry.policy.units.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees the true futures of all pods and moves as late and as little as will do: the yardstick for
 * regret. Greedy: one node after the other, the soonest exhausted first; the cheapest single move
 * that saves it until the horizon, or the one that saves it longest. Not thread-safe.
 */
public final class ClairvoyantPolicy implements Policy {
    /** Name on the command line. */
    public static final String NAME = "clairvoyant";

    private static final long STEP = 10_000;
    private static final double SPARE = 0.01;

    private final Truth truth;
    private final double secondsPerGb;
    private final long fixedMillis;
    private final long horizon;
    private double[] @Nullable [] usage = new double[0][];

    /** One way out. */
    private record Way(int pod, int target, long duration, long savedUntil, double price) {
        boolean betterThan(Way other) {
            return savedUntil > other.savedUntil
                    || savedUntil == other.savedUntil && price < other.price;
        }
    }

    public ClairvoyantPolicy(Truth truth, RunConfig config) {
        this.truth = truth;
        this.secondsPerGb = config.moveSecondsPerGb();
        this.fixedMillis = config.moveFixed().toMillis() + 2 * config.decideEvery().toMillis();
        double longest = config.nodeMemory().bytes() / 1e9 * secondsPerGb;
        this.horizon = Math.max(600_000, Math.round(2_000 * longest));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public MigrationPlan plan(PlanningInput input) {
        long now = input.cluster().takenAt().toEpochMilli();
        int points = (int) (horizon / STEP) + 1;
        int nodes = truth.nodes();
        usage = new double[nodes][];
        List<long[]> endangered = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            if (mayExhaust(node, now)) {
                int at = crossing(usage(node, now), truth.mortal());
                if (at < points) {
                    endangered.add(new long[] {at, node});
                }
            }
        }
        endangered.sort((a, b) -> Long.compare(a[0], b[0]));
        List<PlannedMove> moves = new ArrayList<>();
        for (long[] one : endangered) {
            escape((int) one[1], one[0] * STEP, now, input).ifPresent(moves::add);
        }
        return new MigrationPlan(List.copyOf(moves), List.of());
    }

    /** Whether not even all pods at their highest within the horizon could fit. */
    private boolean mayExhaust(int node, long now) {
        double most = truth.arriving(node);
        for (int pod : truth.pods(node)) {
            most += truth.highest(pod, now, horizon);
        }
        return most > truth.mortal();
    }

    /** Usage of a node from now on, computed when it is asked for. */
    private double[] usage(int node, long now) {
        double[] path = usage[node];
        if (path == null) {
            path = new double[(int) (horizon / STEP) + 1];
            Arrays.fill(path, truth.arriving(node));
            for (int pod : truth.pods(node)) {
                long end = truth.works(pod) ? horizon : duration(truth.memory(pod));
                for (int t = 0; t < path.length && t * STEP <= end; t++) {
                    path[t] += truth.bytes(pod, now, t * STEP);
                }
            }
            usage[node] = path;
        }
        return path;
    }

    /** Counts a move that was chosen in this tick. */
    private void book(Way way, int node, long now) {
        double[] source = usage(node, now);
        double[] target = usage(way.target, now);
        for (int t = 0; t < source.length; t++) {
            long time = t * STEP;
            double stays = truth.bytes(way.pod, now, time);
            double frozen = truth.memory(way.pod);
            source[t] += (time <= way.duration ? frozen : 0) - stays;
            target[t] +=
                    time <= way.duration ? frozen : truth.bytes(way.pod, now, time - way.duration);
        }
    }

    private static int crossing(double[] path, double limit) {
        for (int t = 0; t < path.length; t++) {
            if (path[t] > limit) {
                return t;
            }
        }
        return path.length;
    }

    private Optional<PlannedMove> escape(int node, long exhaustion, long now, PlanningInput input) {
        @Nullable Way best = null;
        for (int pod : truth.pods(node)) {
            if (!truth.works(pod)) {
                continue;
            }
            long duration = duration(truth.memory(pod));
            if (duration > exhaustion) {
                continue;
            }
            for (int target = 0; target < truth.nodes(); target++) {
                @Nullable Way way = target == node ? null : way(node, target, pod, duration, now);
                if (way == null) {
                    continue;
                }
                boolean allowed =
                        way.savedUntil > exhaustion
                                && input.admission()
                                        .objection(
                                                truth.uid(pod),
                                                truth.node(node),
                                                truth.node(target))
                                        .isEmpty();
                if (allowed && (best == null || way.betterThan(best))) {
                    best = way;
                }
            }
        }
        if (best == null || waits(best, exhaustion, now)) {
            return Optional.empty();
        }
        book(best, node, now);
        return Optional.of(move(best, node));
    }

    /** Whether the move can still be begun at a later tick, when the pod has grown. */
    private boolean waits(Way way, long exhaustion, long now) {
        double then = truth.highest(way.pod, now, fixedMillis);
        return exhaustion - fixedMillis > 1.1 * duration(then) + fixedMillis;
    }

    private @Nullable Way way(int node, int target, int pod, long duration, long now) {
        double[] source = usage(node, now);
        double[] at = usage(target, now);
        int points = source.length;
        double frozen = truth.memory(pod);
        int sourceEnd = points;
        int until = (int) (duration / STEP);
        for (int t = until + 1; t < points; t++) {
            if (source[t] - truth.bytes(pod, now, t * STEP) > truth.mortal()) {
                sourceEnd = t;
                break;
            }
        }
        double limit = truth.mortal() * (1 - SPARE);
        for (int t = 0; t < sourceEnd; t++) {
            double comes =
                    t <= until ? frozen : truth.bytes(pod, now, Math.max(0, t * STEP - duration));
            if (at[t] + comes > limit) {
                if (t <= until) {
                    return null;
                }
                sourceEnd = t;
            }
        }
        return new Way(pod, target, duration, sourceEnd * STEP, frozen);
    }

    private long duration(double bytes) {
        return fixedMillis + Math.round(bytes / 1e9 * secondsPerGb * 1000);
    }

    private PlannedMove move(Way way, int node) {
        return new PlannedMove(
                truth.uid(way.pod),
                Pods.name(way.pod),
                truth.node(node),
                truth.node(way.target),
                DataSize.ofBytes(Math.round(way.price)),
                Duration.ofMillis(way.duration),
                "the future says so");
    }
}
