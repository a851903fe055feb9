package io.podferry.cli.demo;

import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.migration.MigrationState;
import io.podferry.policy.plan.Finding;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Events in one line each, for people. Samples and progress within a state are no news; of a move,
 * its plan, its end and its freeze are. Not thread-safe.
 */
public final class EventText {
    private static final Set<String> QUIET =
            Set.of(Finding.WAIT.name(), Finding.HELD_BACK.name(), Finding.NOT_WORTH_IT.name());

    private final Map<MigrationId, MigrationState> states = new HashMap<>();
    private final Map<NodeName, Boolean> quietNodes = new HashMap<>();

    /** What a line is about; views may colour by it. */
    public enum Tone {
        PLAIN,
        GOOD,
        WARNING,
        BAD
    }

    /**
     * One line.
     *
     * @param at time since the beginning of the run
     * @param tag what kind of news, in one word
     */
    public record News(Duration at, Tone tone, String tag, String text) {
        /** Time, tag and text, in columns. */
        public String line() {
            return String.format(
                    Locale.ROOT, "%7.1f s  %-8s  %s", at.toMillis() / 1000.0, tag, text);
        }
    }

    /** The news in an event, if there are any. */
    public Optional<News> news(DemoEvent event) {
        return switch (event) {
            case DemoEvent.RunStarted run ->
                    plain(
                            run,
                            "run",
                            "%s, seed %d, policy %s, %d nodes, %s"
                                    .formatted(
                                            run.scenario(),
                                            run.seed(),
                                            run.policy(),
                                            run.nodes().size(),
                                            seconds(run.duration())));
            case DemoEvent.PodStarted pod when pod.restarts() == 0 ->
                    plain(pod, "start", pod.pod() + " on " + pod.node());
            case DemoEvent.PodStarted pod ->
                    news(
                            pod,
                            Tone.WARNING,
                            "restart",
                            "%s on %s begins again from nothing (restart %d)"
                                    .formatted(pod.pod(), pod.node(), pod.restarts()));
            case DemoEvent.DecisionMade decision when !news(decision) -> Optional.empty();
            case DemoEvent.DecisionMade decision ->
                    news(
                            decision,
                            decision.moves().isEmpty() ? Tone.PLAIN : Tone.GOOD,
                            "decision",
                            "%s %s: %s"
                                    .formatted(
                                            decision.node(),
                                            decision.finding(),
                                            decision.explanation()));
            case DemoEvent.MigrationChanged change -> migration(change);
            case DemoEvent.PodKilled kill ->
                    news(
                            kill,
                            Tone.BAD,
                            "KILLED",
                            "%s on %s by the kernel, with %s in memory: %s of work are lost (%s)"
                                    .formatted(
                                            kill.pod(),
                                            kill.node(),
                                            kill.memory(),
                                            seconds(kill.lostWork()),
                                            kill.cause()));
            case DemoEvent.RequestGap gap ->
                    news(
                            gap,
                            Tone.BAD,
                            "counter",
                            "%s answered %d where %d was next: numbers %s"
                                    .formatted(
                                            gap.pod(),
                                            gap.received(),
                                            gap.expected(),
                                            gap.repeated() ? "came again" : "are missing"));
            case DemoEvent.NodeSample _, DemoEvent.Answers _, DemoEvent.Summary _ ->
                    Optional.empty();
        };
    }

    /** That nothing is to be done yet is told once, until something is. */
    private boolean news(DemoEvent.DecisionMade decision) {
        boolean quiet = decision.moves().isEmpty() && QUIET.contains(decision.finding());
        Boolean before = quietNodes.put(decision.node(), quiet);
        return !quiet || before == null || !before;
    }

    private Optional<News> migration(DemoEvent.MigrationChanged change) {
        if (states.put(change.id(), change.state()) == change.state()) {
            return Optional.empty();
        }
        String way = change.pod() + " from " + change.source() + " to " + change.target();
        return switch (change.state()) {
            case PLANNED -> plain(change, "move", way + " begins");
            case FROZEN ->
                    plain(
                            change,
                            "move",
                            change.pod() + " stands still, its pages are on their way");
            case COMMITTED -> plain(change, "move", change.pod() + ": decided, the clone will run");
            case RUNNING ->
                    news(
                            change,
                            Tone.GOOD,
                            "MOVED",
                            "%s: %s shipped, stood still for %s"
                                    .formatted(
                                            way,
                                            DataSize.ofBytes(change.bytesDone()),
                                            change.downtime()
                                                    .map(time -> time.toMillis() + " ms")
                                                    .orElse("an unknown time")));
            case ABORTING, ABORTED ->
                    news(
                            change,
                            Tone.WARNING,
                            "move",
                            "%s %s, the source %s: %s"
                                    .formatted(
                                            way,
                                            change.state() == MigrationState.ABORTED
                                                    ? "was given up"
                                                    : "is being given up",
                                            change.state() == MigrationState.ABORTED
                                                    ? "runs on"
                                                    : "is to run on",
                                            change.detail()));
            case PREFLIGHT_OK, TARGET_HELD, DUMPED, SHIPPED, PREPARED, SOURCE_DEAD, DONE ->
                    Optional.empty();
        };
    }

    private static Optional<News> plain(DemoEvent event, String tag, String text) {
        return news(event, Tone.PLAIN, tag, text);
    }

    private static Optional<News> news(DemoEvent event, Tone tone, String tag, String text) {
        return Optional.of(new News(event.at(), tone, tag, text));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
