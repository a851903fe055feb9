package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.risk.NodeFuture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses which pods leave an endangered node, in which order. A single move often gains nothing
 * where three would: so steps are added by what they gain for their price, and afterwards the
 * cheapest beginning of the sequence is kept. Two orders are tried: by gain, and by gain for the
 * price. Used once per node and tick.
 */
final class EvacuationPlanner {
    private static final int MOST_STEPS = 6;
    private static final double NEGLIGIBLE = 1e-4;

    private final NodeFuture source;
    private final List<Departure> departures;
    private final double pauseSeconds;

    /**
     * @param pauseSeconds time from the end of a move to the beginning of the next one
     */
    EvacuationPlanner(NodeFuture source, List<Departure> departures, double pauseSeconds) {
        this.source = source;
        this.departures = departures;
        this.pauseSeconds = pauseSeconds;
    }

    /** The best sequence that begins now. */
    Evacuation best() {
        Evacuation byGain = greedy(false);
        Evacuation byRatio = greedy(true);
        return byRatio.cost() < byGain.cost() ? byRatio : byGain;
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
        return new Evacuation(
                plan.steps(), future.discountedRisk(), plan.price(), future, end);
    }

    private Departure of(Candidate step) {
        for (Departure departure : departures) {
            if (departure.ways().contains(step)) {
                return departure;
            }
        }
        throw new IllegalArgumentException("no departure for " + step);
    }

    private Evacuation greedy(boolean ratio) {
        NodeFuture future = source;
        double risk = source.discountedRisk();
        Evacuation best = new Evacuation(List.of(), risk, 0, source, 0);
        List<Candidate> steps = new ArrayList<>();
        List<Departure> left = new ArrayList<>(departures);
        Map<NodeName, Double> sent = new HashMap<>();
        double price = 0;
        double at = 0;
        while (steps.size() < MOST_STEPS && risk > NEGLIGIBLE) {
            Departure pick = null;
            Candidate way = null;
            NodeFuture then = future;
            double most = 0;
            for (Departure departure : left) {
                Candidate cheapest = departure.way(sent).orElse(null);
                if (cheapest == null) {
                    continue;
                }
                NodeFuture with = future.copy();
                with.leave(departure.paths(), at, at + seconds(cheapest));
                double gain = risk - with.discountedRisk();
                double merit = ratio ? gain / cheapest.price() : gain - cheapest.price();
                if (gain > NEGLIGIBLE && (pick == null || merit > most)) {
                    most = merit;
                    pick = departure;
                    way = cheapest;
                    then = with;
                }
            }
            if (pick == null || way == null) {
                break;
            }
            left.remove(pick);
            steps.add(way);
            future = then;
            risk = future.discountedRisk();
            price += way.price();
            sent.merge(way.target(), (double) way.size().bytes(), Double::sum);
            double end = at + seconds(way);
            if (risk + price < best.cost()) {
                best = new Evacuation(List.copyOf(steps), risk, price, future, end);
            }
            at = end + pauseSeconds;
        }
        return best;
    }

    private static double seconds(Candidate step) {
        return step.duration().toNanos() / 1e9;
    }
}
