package io.podferry.policy.plan;

import io.podferry.policy.risk.NodeRisk;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Decisions in words. */
final class DecisionText {
    private static final int SHOWN = 5;

    private DecisionText() {}

    static String oneLine(DecisionRecord decision) {
        NodeRisk risk = decision.risk();
        return String.format(
                Locale.ROOT,
                "%s %s: %s, %s of %s used, P(exhaustion in %s)=%.0f%%, q05=%s: %s",
                decision.node(),
                decision.finding(),
                decision.due() ? "due" : "not due",
                risk.usage(),
                risk.usable(),
                seconds(decision.horizon()),
                100 * risk.exhaustionProbability(),
                time(risk.exhaustionQ05()),
                decision.reason());
    }

    static String explain(DecisionRecord decision) {
        NodeRisk risk = decision.risk();
        StringBuilder text = new StringBuilder();
        line(text, "%s at %s, policy %s", decision.node(), decision.at(), decision.policy());
        line(
                text,
                "  seen      %s of %s used, sample %s old%s",
                risk.usage(),
                risk.usable(),
                seconds(risk.age()),
                risk.stale() ? " (too old to act on)" : "");
        line(
                text,
                "  forecast  in %s: %s / %s / %s (q10 / median / q90)",
                seconds(decision.horizon()),
                risk.q10(),
                risk.q50(),
                risk.q90());
        line(
                text,
                "  risk      exhausted with %.0f%%, 5%% before %s, half before %s",
                100 * risk.exhaustionProbability(),
                time(risk.exhaustionQ05()),
                time(risk.exhaustionQ50()));
        line(text, "  outcome   %s: %s", decision.finding(), decision.reason());
        decision.action()
                .filter(action -> !(action instanceof PlannedMove)) // the outcome tells of a move
                .ifPresent(
                        action -> line(text, "  action    %s: %s", action.deed(), action.reason()));
        decision.candidates().stream().limit(SHOWN).forEach(candidate -> way(text, candidate));
        if (decision.candidates().size() > SHOWN) {
            line(text, "  way       ... %d more", decision.candidates().size() - SHOWN);
        }
        for (Map.Entry<String, List<String>> entry : decision.rejections().entrySet()) {
            line(
                    text,
                    "  rejected  %d: %s (%s)",
                    entry.getValue().size(),
                    entry.getKey(),
                    some(entry.getValue()));
        }
        line(text, "  otherwise %s", decision.wouldChange());
        return text.toString();
    }

    private static void way(StringBuilder text, Candidate way) {
        line(
                text,
                "  way       %s (%s) to %s: cost %.3f = risk %.3f + effort %.3f; takes %s, start %s"
                        + " ahead",
                way.podName(),
                way.size(),
                way.target(),
                way.cost(),
                way.risk(),
                way.effort(),
                seconds(way.duration()),
                seconds(way.lead()));
    }

    private static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? shown + ", ..." : shown;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    static String time(Optional<Duration> time) {
        return time.map(DecisionText::seconds).orElse("never");
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1e3);
    }
}
