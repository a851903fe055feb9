package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.cluster.PodUid;
import io.podferry.policy.risk.NodeFuture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses which pods leave an endangered node, in which order. A single move often gains nothing
 * where three would: so sequences are made longer step by step, whether or not the step itself
 * pays; of those of one length the few cheapest are kept (a beam search), and of all the cheapest.
 * Used once per node and tick.
 */
final class EvacuationPlanner {
    private static final int MOST_STEPS = 6;
    private static final int FEW = 6;
    private static final int MOST_WAYS = 3;
    private static final int WIDE = 12;
    private static final int NARROW = 3;
    private static final Comparator<Evacuation> CHEAPEST =
            Comparator.comparingDouble(Evacuation::cost)
                    .thenComparing(plan -> plan.steps().getLast().podUid())
                    .thenComparing(plan -> plan.steps().getLast().target());
    private static final double NEGLIGIBLE = 1e-4;

    private final NodeFuture source;
    private final List<Departure> departures;
    private final double pauseSeconds;
    private final boolean few;

    /**
     * @param pauseSeconds time from the end of a move to the beginning of the next one
     */
    EvacuationPlanner(NodeFuture source, List<Departure> departures, double pauseSeconds) {
        this.source = source;
        this.departures = departures;
        this.pauseSeconds = pauseSeconds;
        this.few = departures.size() <= FEW;
    }

    /** The best sequence that begins now. */
    Evacuation best() {
        Evacuation best = new Evacuation(List.of(), source.discountedRisk(), 0, source, 0);
        List<Evacuation> front = List.of(best);
        for (int step = 0; step < MOST_STEPS && !front.isEmpty(); step++) {
            List<Evacuation> longer = new ArrayList<>();
            for (Evacuation plan : front) {
                if (plan.riskAfter() > NEGLIGIBLE) {
                    extend(plan, longer);
                }
            }
            double bound = best.cost();
            longer.removeIf(plan -> plan.price() >= bound);
            longer.sort(CHEAPEST);
            front = longer.subList(0, Math.min(longer.size(), few ? WIDE : NARROW));
            if (!front.isEmpty() && front.getFirst().cost() < best.cost()) {
                best = front.getFirst();
            }
        }
        return best;
    }

    /** The same steps, begun later. */
    Evacuation delayed(Evacuation plan, double delaySeconds) {
        NodeFuture future = source.copy();
        double at = delaySeconds;
        double end = at;
        for (Candidate step : plan.steps()) {
            end = at + seconds(step);
            future.leave(of(step).paths(), at, end);
            at = end + pauseSeconds;
        }
        return new Evacuation(plan.steps(), future.discountedRisk(), plan.price(), future, end);
    }

    private Departure of(Candidate step) {
        for (Departure departure : departures) {
            if (departure.ways().contains(step)) {
                return departure;
            }
        }
        throw new IllegalArgumentException("no departure for " + step);
    }

    /** Every sequence that is longer by one step; a target takes what it has room for. */
    private void extend(Evacuation plan, List<Evacuation> longer) {
        Map<NodeName, Double> sent = new HashMap<>();
        Set<PodUid> gone = new HashSet<>();
        for (Candidate step : plan.steps()) {
            sent.merge(step.target(), (double) step.size().bytes(), Double::sum);
            gone.add(step.podUid());
        }
        double at = plan.steps().isEmpty() ? 0 : plan.endSeconds() + pauseSeconds;
        for (Departure departure : departures) {
            if (gone.contains(departure.podUid())) {
                continue;
            }
            for (Candidate way : departure.ways(sent, few ? MOST_WAYS : 1)) {
                double end = at + seconds(way);
                NodeFuture then = plan.future().copy();
                then.leave(departure.paths(), at, end);
                List<Candidate> steps = new ArrayList<>(plan.steps());
                steps.add(way);
                double price = plan.price() + way.price();
                longer.add(new Evacuation(steps, then.discountedRisk(), price, then, end));
            }
        }
    }

    private static double seconds(Candidate step) {
        return step.duration().toNanos() / 1e9;
    }
}
