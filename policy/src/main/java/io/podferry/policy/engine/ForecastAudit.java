package io.podferry.policy.engine;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.telemetry.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares forecasts of exhaustion with what happened. A forecast counts until its horizon has
 * passed or a move from the node has changed the future it spoke of. Not thread-safe.
 */
public final class ForecastAudit {
    private static final int KEPT = 1024;
    private static final double EXHAUSTED_SHARE = 0.995;

    private final Deque<DecisionRecord> open = new ArrayDeque<>();
    private final Deque<Verdict> verdicts = new ArrayDeque<>();

    /** How a forecast turned out. */
    public enum Outcome {
        /** The node ran out of memory. */
        EXHAUSTED,
        /** It did not within the horizon. */
        NOT_EXHAUSTED,
        /** A move changed the course: nobody will know. */
        AVERTED
    }

    /**
     * A forecast and its outcome.
     *
     * @param at when the forecast was made
     * @param predictedMedian forecast time to exhaustion, absent when less than half of the futures
     *     saw it
     * @param probability forecast probability of exhaustion within the horizon
     * @param actual time until it happened, when it did
     */
    public record Verdict(
            Instant at,
            NodeName node,
            Optional<Duration> predictedMedian,
            double probability,
            Outcome outcome,
            Optional<Duration> actual) {}

    void observe(ClusterView cluster, List<DecisionRecord> decisions) {
        Instant now = cluster.takenAt();
        Set<NodeName> watched = new TreeSet<>();
        open.forEach(decision -> watched.add(decision.node()));
        for (NodeName name : watched) {
            cluster.node(name)
                    .filter(node ->
                            node.memory().bytes() >= EXHAUSTED_SHARE * node.usable().bytes())
                    .ifPresent(_ -> close(name, Outcome.EXHAUSTED, now));
        }
        for (Iterator<DecisionRecord> all = open.iterator(); all.hasNext(); ) {
            DecisionRecord decision = all.next();
            if (decision.at().plus(decision.horizon()).isBefore(now)) {
                all.remove();
                verdict(decision, Outcome.NOT_EXHAUSTED, now);
            }
        }
        for (DecisionRecord decision : decisions) {
            if (decision.action().isPresent()) {
                close(decision.node(), Outcome.AVERTED, now);
                verdict(decision, Outcome.AVERTED, now);
            } else if (!decision.risk().stale()) {
                open.addLast(decision);
                if (open.size() > KEPT) {
                    open.removeFirst();
                }
            }
        }
    }

    /** The most recent verdicts, oldest first. */
    public List<Verdict> verdicts() {
        return new ArrayList<>(verdicts);
    }

    private void close(NodeName node, Outcome outcome, Instant now) {
        for (Iterator<DecisionRecord> all = open.iterator(); all.hasNext(); ) {
            DecisionRecord decision = all.next();
            if (decision.node().equals(node)) {
                all.remove();
                verdict(decision, outcome, now);
            }
        }
    }

    private void verdict(DecisionRecord decision, Outcome outcome, Instant now) {
        Optional<Duration> actual =
                outcome == Outcome.EXHAUSTED
                        ? Optional.of(Duration.between(decision.at(), now))
                        : Optional.empty();
        verdicts.addLast(
                new Verdict(
                        decision.at(),
                        decision.node(),
                        decision.risk().exhaustionQ50(),
                        decision.risk().exhaustionProbability(),
                        outcome,
                        actual));
        if (verdicts.size() > KEPT) {
            verdicts.removeFirst();
        }
    }
}
