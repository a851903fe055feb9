package io.podferry.cli.view;

import io.podferry.cli.demo.EventText;
import io.podferry.policy.cluster.NodeName;
import io.podferry.policy.migration.MigrationId;
import io.podferry.policy.units.DataSize;
import io.podferry.simulations.events.DemoEvent;
import io.podferry.simulations.events.PodReading;
import io.podferry.simulations.events.RunResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the view shows: the newest of everything, put together from events. Thread-safe. */
final class Board {
    private static final int NEWS_KEPT = 200;

    private final EventText text = new EventText();
    private final SortedMap<NodeName, DemoEvent.NodeSample> nodes = new TreeMap<>();
    private final Map<String, Growth> growth = new TreeMap<>();
    private final Map<MigrationId, Move> moves = new LinkedHashMap<>();
    private final Deque<EventText.News> news = new ArrayDeque<>();
    private final List<RunResult> results = new ArrayList<>();
    private SortedMap<String, Long> answers = new TreeMap<>();
    private Optional<DemoEvent.RunStarted> run = Optional.empty();
    private String note = "";
    private Duration now = Duration.ZERO;
    private int kills;
    private int moved;

    /**
     * An immutable copy of the board.
     *
     * @param growth per pod, bytes per second
     * @param moves under way, oldest first
     * @param news newest first
     * @param results of earlier runs
     */
    record Picture(
            Optional<DemoEvent.RunStarted> run,
            String note,
            Duration now,
            List<DemoEvent.NodeSample> nodes,
            Map<String, Double> growth,
            Map<String, Long> answers,
            List<Move> moves,
            List<EventText.News> news,
            List<RunResult> results,
            int kills,
            int moved) {}

    synchronized void note(String text) {
        note = text;
    }

    synchronized void enter(DemoEvent event) {
        now = event.at().compareTo(now) > 0 ? event.at() : now;
        switch (event) {
            case DemoEvent.RunStarted started -> begin(started);
            case DemoEvent.NodeSample sample -> sampled(sample);
            case DemoEvent.Answers seen -> answers = seen.last();
            case DemoEvent.MigrationChanged change -> changed(change);
            case DemoEvent.PodKilled _ -> kills++;
            case DemoEvent.Summary summary -> results.add(summary.result());
            case DemoEvent.PodStarted pod -> growth.remove(pod.pod());
            case DemoEvent.DecisionMade _, DemoEvent.RequestGap _ -> {}
        }
        text.news(event).ifPresent(this::remember);
    }

    private void begin(DemoEvent.RunStarted started) {
        run = Optional.of(started);
        note = "";
        now = started.at();
        nodes.clear();
        growth.clear();
        moves.clear();
        news.clear();
        answers = new TreeMap<>();
        kills = 0;
        moved = 0;
    }

    private void sampled(DemoEvent.NodeSample sample) {
        nodes.put(sample.node(), sample);
        for (PodReading pod : sample.pods()) {
            growth.computeIfAbsent(pod.pod(), _ -> new Growth()).add(sample.at(), pod.memory());
        }
    }

    private void changed(DemoEvent.MigrationChanged change) {
        Move before = moves.get(change.id());
        moves.put(change.id(), before == null ? Move.first(change) : before.next(change));
        if (change.state().terminal()) {
            moves.remove(change.id());
        }
        if (change.downtime().isPresent() && (before == null || !before.through())) {
            moved++;
        }
    }

    private void remember(EventText.News item) {
        news.addFirst(item);
        if (news.size() > NEWS_KEPT) {
            news.removeLast();
        }
    }

    synchronized Picture picture() {
        Map<String, Double> rates = new TreeMap<>();
        growth.forEach((pod, track) -> rates.put(pod, track.bytesPerSecond()));
        return new Picture(
                run,
                note,
                now,
                List.copyOf(nodes.values()),
                rates,
                answers,
                List.copyOf(moves.values()),
                List.copyOf(news),
                List.copyOf(results),
                kills,
                moved);
    }

    /** A pod's memory over the last few seconds. */
    private static final class Growth {
        private static final Duration WINDOW = Duration.ofSeconds(3);
        private final Deque<Point> points = new ArrayDeque<>();

        private record Point(Duration at, DataSize memory) {}

        private void add(Duration at, DataSize memory) {
            points.addLast(new Point(at, memory));
            while (points.size() > 2 && at.minus(points.getFirst().at).compareTo(WINDOW) > 0) {
                points.removeFirst();
            }
        }

        private double bytesPerSecond() {
            Point first = points.getFirst();
            Point last = points.getLast();
            double seconds = last.at.minus(first.at).toMillis() / 1000.0;
            return seconds <= 0
                    ? 0
                    : ((double) last.memory.bytes() - first.memory.bytes()) / seconds;
        }
    }
}
