package io.podferry.policy.engine;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.plan.DecisionRecord;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.telemetry.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares decisions with what happened. A decision counts until its horizon has passed or a move
 * from the node has changed the future it spoke of. That a node ran out is seen in its memory, or
 * told by {@link #exhausted}, as a kill between two samples is not seen. Bounded. Not thread-safe.
 */
public final class ForecastAudit {
    private static final int KEPT = 1024;
    private static final double EXHAUSTED_SHARE = 0.995;

    private final Deque<DecisionRecord> open = new ArrayDeque<>();
    private final Deque<Verdict> verdicts = new ArrayDeque<>();
    private final Map<NodeName, Instant> warnedSince = new HashMap<>();
    private final Map<NodeName, Instant> warnedUntil = new HashMap<>();
    private final Set<NodeName> full = new TreeSet<>();
    private final Deque<Duration> leads = new ArrayDeque<>();
    private List<Verdict> fresh = new ArrayList<>();
    private long hits;
    private long falseAlarms;
    private long averted;
    private long misses;

    /** How a decision turned out. */
    public enum Outcome {
        /** The node ran out of memory. */
        EXHAUSTED,
        /** It did not within the horizon. */
        NOT_EXHAUSTED,
        /** A move changed the course: nobody will know. */
        AVERTED
    }

    /**
     * A decision and its outcome.
     *
     * @param at when it was taken
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
        Set<NodeName> watched = new TreeSet<>(full);
        watched.addAll(warnedSince.keySet());
        open.forEach(decision -> watched.add(decision.node()));
        for (NodeName name : watched) {
            boolean exhausted =
                    cluster.node(name)
                            .filter(node ->
                                    node.memory().bytes()
                                            >= EXHAUSTED_SHARE * node.usable().bytes())
                            .isPresent();
            if (!exhausted) {
                full.remove(name);
            } else {
                exhausted(name, now);
            }
        }
        expire(now);
        decisions.forEach(decision -> note(decision, now));
    }

    /**
     * A node ran out of memory: something on it was killed for that. Counts once until a sample
     * shows room again, however often it is seen and told.
     */
    public void exhausted(NodeName node, Instant now) {
        if (!full.add(node)) {
            return;
        }
        Instant since = warnedSince.remove(node);
        warnedUntil.remove(node);
        if (since == null) {
            misses++;
        } else {
            hits++;
            leads.addLast(Duration.between(since, now));
            if (leads.size() > KEPT) {
                leads.removeFirst();
            }
        }
        close(node, Outcome.EXHAUSTED, now);
    }

    private void expire(Instant now) {
        for (Iterator<DecisionRecord> all = open.iterator(); all.hasNext(); ) {
            DecisionRecord decision = all.next();
            if (decision.at().plus(decision.horizon()).isBefore(now)) {
                all.remove();
                verdict(decision, Outcome.NOT_EXHAUSTED, now);
            }
        }
        for (Iterator<Map.Entry<NodeName, Instant>> all = warnedUntil.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<NodeName, Instant> entry = all.next();
            if (entry.getValue().isBefore(now)) {
                all.remove();
                warnedSince.remove(entry.getKey());
                falseAlarms++;
            }
        }
    }

    private void note(DecisionRecord decision, Instant now) {
        NodeName node = decision.node();
        if (decision.chosen().isPresent() && !decision.recommended()) {
            if (warnedSince.remove(node) != null || decision.due()) {
                averted++;
            }
            warnedUntil.remove(node);
            close(node, Outcome.AVERTED, now);
            verdict(decision, Outcome.AVERTED, now);
        } else if (!decision.risk().stale() && decision.finding() != Finding.CONTAINER_LIMIT) {
            open.addLast(decision);
            if (open.size() > KEPT) {
                open.removeFirst();
            }
            if (decision.due()) {
                warnedSince.putIfAbsent(node, now);
                warnedUntil.put(node, now.plus(decision.horizon()));
            }
        }
    }

    /** The most recent verdicts, oldest first. */
    public List<Verdict> verdicts() {
        return new ArrayList<>(verdicts);
    }

    /** The verdicts since the last call. */
    List<Verdict> fresh() {
        List<Verdict> taken = fresh;
        fresh = new ArrayList<>();
        return taken;
    }

    /** All warnings so far. */
    public AuditSummary summary() {
        List<Duration> sorted = leads.stream().sorted().toList();
        return new AuditSummary(
                hits,
                falseAlarms,
                averted,
                misses,
                sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2)));
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
        Verdict verdict =
                new Verdict(
                        decision.at(),
                        decision.node(),
                        decision.risk().exhaustionQ50(),
                        decision.risk().exhaustionProbability(),
                        outcome,
                        actual);
        verdicts.addLast(verdict);
        fresh.add(verdict);
        if (verdicts.size() > KEPT) {
            verdicts.removeFirst();
        }
    }
}
