package io.podferry.policy.plan;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.risk.NodeRisk;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why something was done, or not, about one node at one time.
 *
 * @param at when it was decided
 * @param policy name of the policy
 * @param node the endangered node
 * @param risk what was seen and forecast, with its age
 * @param horizon how far was looked ahead
 * @param finding the outcome
 * @param due whether the lead rule said that it is time
 * @param candidates the ways out, cheapest first
 * @param rejections pods and nodes that were out of the question: reason to names
 * @param action what is to be done, when there is something
 * @param reason one sentence for people
 * @param wouldChange what would have changed the outcome
 */
public record DecisionRecord(
        Instant at,
        String policy,
        NodeName node,
        NodeRisk risk,
        Duration horizon,
        Finding finding,
        boolean due,
        List<Candidate> candidates,
        Map<String, List<String>> rejections,
        Optional<Action> action,
        String reason,
        String wouldChange) {
    private static final String RECOMMENDED = "recommended only: ";

    public DecisionRecord {
        candidates = List.copyOf(candidates);
        rejections = Collections.unmodifiableMap(new TreeMap<>(rejections));
    }

    /** The move, when the action is one. */
    public Optional<PlannedMove> chosen() {
        return action.filter(PlannedMove.class::isInstance).map(PlannedMove.class::cast);
    }

    /** The same decision, which nobody is to act on. */
    public DecisionRecord recommendedOnly() {
        return new DecisionRecord(
                at,
                policy,
                node,
                risk,
                horizon,
                finding,
                due,
                candidates,
                rejections,
                action,
                RECOMMENDED + reason,
                "mode: enforce in the policy");
    }

    /** Whether the action is only recommended. */
    public boolean recommended() {
        return reason.startsWith(RECOMMENDED);
    }

    /** One line for a log. */
    public String oneLine() {
        return DecisionText.oneLine(this);
    }

    /** Several lines for a person who asks "why". */
    public String explain() {
        return DecisionText.explain(this);
    }
}
