package io.podferry.cli.engine;

import io.podferry.cli.api.DecisionView;
import io.podferry.policy.engine.AuditSummary;
import io.podferry.policy.engine.ForecastAudit.Verdict;
import io.podferry.policy.engine.TickReport;
import io.podferry.policy.plan.Finding;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the decisions of this process turned out; the oldest are forgotten. Thread-safe. */
final class Verdicts {
    private static final int KEPT = 4096;

    private final Map<String, String> texts =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > KEPT;
                }
            };
    private AuditSummary summary = AuditSummary.NONE;

    synchronized void ticked(TickReport report) {
        summary = report.audit();
        report.verdicts()
                .forEach(verdict ->
                        texts.put(
                                key(verdict.node().value(), verdict.at().toEpochMilli()),
                                text(verdict)));
    }

    /**
     * The decision with its verdict, when there is one, as a last line of its text. What was
     * decided about a pod's own limit is not judged; that of its node at the same time is another
     * decision.
     */
    synchronized DecisionView judged(DecisionView decision) {
        if (decision.finding().equals(Finding.CONTAINER_LIMIT.name())) {
            return decision;
        }
        String verdict = texts.get(key(decision.node(), decision.atEpochMillis()));
        return verdict == null
                ? decision
                : new DecisionView(
                        decision.atEpochMillis(),
                        decision.policy(),
                        decision.node(),
                        decision.finding(),
                        decision.pods(),
                        decision.moves(),
                        decision.line(),
                        decision.text()
                                + "  verdict   "
                                + verdict
                                + "; all warnings so far: "
                                + record()
                                + "\n",
                        decision.record());
    }

    private String record() {
        return String.format(
                Locale.ROOT,
                "precision %s, recall %s, %d averted",
                share(summary.precision().orElse(Double.NaN)),
                share(summary.recall().orElse(Double.NaN)),
                summary.averted());
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "unknown" : Math.round(100 * value) + "%";
    }

    private static String text(Verdict verdict) {
        return switch (verdict.outcome()) {
            case EXHAUSTED ->
                    String.format(
                            Locale.ROOT,
                            "the node ran out of memory %.1fs later",
                            verdict.actual().orElseThrow().toMillis() / 1e3);
            case NOT_EXHAUSTED -> "the node did not run out within the horizon";
            case AVERTED -> "a move changed the course";
        };
    }

    private static String key(String node, long at) {
        return node + "@" + at;
    }
}
